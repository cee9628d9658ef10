import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { brandJsonSchema } from '../../config/brand-json-schema.js';
import { variables } from '../../config/variables.js';
import { caseFrom } from '../../domain/cases/case.js';
import { type Answer, CASES, isCaseCode } from '../../domain/cases/catalogue.js';
import { whyRefused } from '../../domain/cases/check-answer.js';
import { FULFILMENT_STAGES, type FulfilmentStage, mayBecome } from '../../domain/order/fulfilment.js';
import { searchAttributes } from '../../domain/search-attributes.js';
import { brandKeys } from '../../lab/docs/brand-keys.js';
import { GENERATED_PAGES } from '../../lab/docs/generated-pages.js';
import { brokenLinks, codeIn, documents, wrongCommand } from '../support/documents.js';
import { projectFiles } from '../support/sources.js';
import { testNamesIn } from '../support/test-names.js';

const pages = documents();
const page = (path: string): string => pages.find((p) => p.path === path)?.text ?? '';
const everywhere = <T>(find: (text: string) => T[]): string[] =>
  pages.flatMap(({ path, text }) => find(text).map((found) => `${path}: ${found}`));
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

describe('the pages', () => {
  it('The pages that readers need exist', () => {
    const wanted = ['README.md', 'CONTRIBUTING.md', 'architecture', 'promises', 'order-flow', 'handbook', 'operations'];
    for (const name of wanted) expect(page(name.endsWith('.md') ? name : `docs/${name}.md`)).not.toBe('');
  });

  it('No link in the pages is broken', () => {
    expect(pages.flatMap((p) => brokenLinks(p).map((link) => `${p.path}: ${link}`))).toEqual([]);
  });

  it('The pages name only files and folders that exist', () => {
    // A name alone may be anywhere; a path must lead there from the page or from the root.
    const known = new Set(
      projectFiles().flatMap((file) => file.split('/').map((name, i, all) => (i < all.length - 1 ? `${name}/` : name))),
    );
    // What a build makes, and a name to avoid.
    const others = ['dist/', 'utils.ts'];
    const isThere = (folder: string, name: string): boolean =>
      existsSync(join(folder, name)) || existsSync(name) || known.has(name) || others.includes(name);
    const named = pages.flatMap(({ path, text }) =>
      codeIn(text)
        .filter((code) => /^(?:[a-z][\w.-]*\/)+$|^(?:[a-z][\w.-]*\/)*[a-z][\w.-]*\.(?:ts|mjs|graphql|sql)$/.test(code))
        .map((name) => ({ path, name })),
    );
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ path, name }) => !isThere(dirname(path), name))).toEqual([]);
    expect(isThere('docs', 'gone.ts') || isThere('docs', 'domain/gone.ts') || isThere('docs', 'gone/')).toBe(false);
  });

  it('The pages name only scripts of package.json', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const named = (text: string): string[] => all(text, /npm run ([\w:-]+)/g);
    expect(everywhere((text) => named(text).filter((script) => !Object.hasOwn(scripts, script)))).toEqual([]);
    expect(pages.flatMap((p) => named(p.text))).toEqual(expect.arrayContaining(['demo', 'up', 'doctor', 'docs']));
    expect(page('README.md')).toContain('npm ci && npm test\n');
  });

  it('Pages name only commands and options of onepool that exist', () => {
    expect(everywhere((text) => codeIn(text).flatMap((line) => wrongCommand(line) ?? []))).toEqual([]);
    for (const wrong of ['npx onepool casts', 'npx onepool cases lost', 'onepool cases list --ownr retail'])
      expect(wrongCommand(wrong)).toBeDefined();
  });

  it('Pages name only environment variables that exist, and the page of configuration explains each', () => {
    const ofCompose = all(readFileSync('.env.example', 'utf8'), /^([A-Z_]+)=/gm);
    const ofReplay = ['ONEPOOL_RECORD_HISTORIES'];
    const known = new Set([...Object.keys(variables), ...ofCompose, ...ofReplay]);
    const named = (text: string): string[] =>
      all(text, /\b((?:ONEPOOL|TEMPORAL|CENTRA|SITOO|WMS|GATEWAY|WORKER|DATABASE|POSTGRES|BRAND)_[A-Z_]*[A-Z])\b/g);
    expect(everywhere((text) => named(text).filter((name) => !known.has(name)))).toEqual([]);
    expect(new Set(named(page('docs/configuration.md')))).toEqual(new Set([...Object.keys(variables), ...ofCompose]));
  });

  it('Pages about an installation name only keys of the brand file that exist', () => {
    const keys = brandKeys(brandJsonSchema()).map(({ path }) => path);
    const sections = new Set(keys.map((path) => path.split('.')[0]));
    const isKey = (code: string): boolean =>
      /^[a-z]\w*(\.[a-z]\w*)+$/.test(code) && sections.has(code.split('.')[0]) && !isCaseCode(code);
    const named = ['operations', 'order-flow', 'stock', 'returns', 'products', 'promises'].flatMap((name) => {
      const path = `docs/${name}.md`;
      const spans = codeIn(page(path)).filter(isKey);
      return [...spans, ...keysOfExamples(page(path))].map((key) => ({ path, key }));
    });
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ key }) => !keys.includes(key))).toEqual([]);
  });

  it('Every variable and every key of the brand file says what it means', () => {
    const silent = brandKeys(brandJsonSchema()).filter(({ meaning }) => meaning === '');
    expect(silent.map(({ path }) => path)).toEqual([]);
    expect(Object.entries(variables).filter(([, schema]) => !schema.description)).toEqual([]);
  });

  it('The pages name only search attributes that exist, and the handbook names all', () => {
    const named = (text: string): string[] => all(text, /\b(Onepool[A-Z]\w+)/g);
    expect(everywhere((text) => named(text).filter((name) => !Object.hasOwn(searchAttributes, name)))).toEqual([]);
    expect(new Set(named(page('docs/handbook.md')))).toEqual(new Set(Object.keys(searchAttributes)));
  });

  it.each(Object.entries(GENERATED_PAGES))('The generated page is up to date: %s (npm run docs)', (path, make) => {
    expect(page(path)).toBe(make());
  });
});

describe('the page of feeds', () => {
  it('The page of feeds explains only keys that the summary of a day has', () => {
    const table = page('docs/feed.md').split('| key | meaning |')[1] ?? '';
    const keys = table.split('\n').flatMap((line) => all(line.split('|')[1] ?? '', /`([\w.]+)`/g));
    expect(keys.length).toBeGreaterThan(30);
    const types = projectFiles('lab/day/judge').map((file) => readFileSync(file, 'utf8'));
    const isKey = (key: string): boolean => types.some((text) => text.includes(`readonly ${key.split('.').at(-1)}: `));
    expect(keys.filter((key) => !isKey(key))).toEqual([]);
  });
});

describe('the signposts', () => {
  it('The glossary explains forty words or more, each once, and names a file that exists', () => {
    const rows = [...page('docs/glossary.md').matchAll(/^\| ([a-z- ]+) \| .+ \| `([^`]+)` \|$/gm)];
    expect(rows.length).toBeGreaterThanOrEqual(40);
    const words = rows.map(([, word]) => word);
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
    expect(rows.filter(([, , file = '']) => !existsSync(file)).map(([, word, file]) => `${word}: ${file}`)).toEqual([]);
  });

  it('Where is what answers twenty questions or more, each with a file that defines the symbol', () => {
    const rows = [...page('docs/where-is.md').matchAll(/^\| (.+\?) \| `([^`]+)` \| `([^`]+)` \|$/gm)];
    expect(rows.length).toBeGreaterThanOrEqual(20);
    const wrong = rows.filter(([, , file = '', symbol = '']) => !existsSync(file) || !defines(file, symbol));
    expect(wrong.map(([, question, file, symbol]) => `${question} ${file} ${symbol}`)).toEqual([]);
    expect([defines('domain/stock/echo-rule.ts', 'CAUSES'), defines('domain/stock/echo-rule.ts', 'cause')]).toEqual([
      true,
      false,
    ]);
  });

  it('The README is short, and the lines that it quotes are lines that the demo prints', () => {
    const readme = page('README.md');
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(80);
    const quoted = /```text\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const labels = quoted.split('\n').flatMap((line) => /^ *(.+?)(?: {2,}|$)/.exec(line)?.[1] ?? []);
    expect(labels.length).toBeGreaterThan(10);
    const printed = readFileSync('lab/day/judge/as-table.ts', 'utf8');
    expect(labels.filter((label) => !printed.includes(`'${label}'`))).toEqual([]);
  });
});

/** Whether a file declares a function, a constant, a class, a type or a method of this name. */
const defines = (file: string, symbol: string): boolean =>
  new RegExp(`\\b(?:function|const|class|interface|type) ${symbol}\\b|^ +(?:async )?${symbol}\\(`, 'm').test(
    readFileSync(file, 'utf8'),
  );

describe('the promises', () => {
  it('The promises quote only tests that exist', () => {
    const proofs = [...page('docs/promises.md').matchAll(/^- `([^`]+)`: (.+)$/gm)];
    expect(proofs.length).toBeGreaterThan(20);
    const missing = proofs.filter(([, path = '', title = '']) => !readFileSync(path, 'utf8').includes(`'${title}'`));
    expect(missing.map(([line]) => line)).toEqual([]);
  });
});

describe('the situations', () => {
  const rows = page('docs/situations.md')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
  const ROW = /^\| ([^|]+) \| (?:handled|asked|refused at start) \| [^|]+\. \| \[([^\]]+)\]\(\.\.\/(test\/[^)]+)\) \|$/;

  it('Each situation says in a sentence what happens, and names a test that exists', () => {
    const wrong = rows.filter((row) => {
      const [, , name = '', file = ''] = ROW.exec(row) ?? [];
      return !existsSync(file) || !testNamesIn(readFileSync(file, 'utf8')).includes(name);
    });
    expect(wrong).toEqual([]);
    expect(rows.length).toBeGreaterThan(5);
  });

  it('No situation has two rows', () => {
    const situations = rows.map((row) => ROW.exec(row)?.[1]);
    expect(situations.filter((one, at) => situations.indexOf(one) !== at)).toEqual([]);
  });
});

describe('the handbook', () => {
  const handbook = page('docs/handbook.md');

  it('The handbook gives every owner the answers to each of their cases, and to no others', () => {
    const owners = {
      'For retail': 'retail',
      'For the warehouse': 'warehouse',
      'For finance': 'finance',
      'For customer service': 'customer-service',
      'For integration': 'integration',
    };
    for (const [heading, owner] of Object.entries(owners)) {
      const chapter = handbook.split('\n## ').find((text) => text.startsWith(heading)) ?? '';
      const rows = chapter.split('\n').filter((line) => line.startsWith('| `'));
      const named = rows.flatMap((line) => all(line.split('|')[1] ?? '', /`([^`]+)`/g));
      const theirs = Object.entries(CASES).filter(([, kind]) => kind.owner === owner);
      expect([heading, named.sort()]).toEqual([heading, theirs.map(([code]) => code).sort()]);
      for (const row of rows) {
        const [code = ''] = all(row.split('|')[1] ?? '', /`([^`]+)`/g);
        const answers = all(
          row.split('|')[2] ?? '',
          /`(retry|correct|move|wait-for-intake|cancel-line|cancel-line-and-refund|cancel-order|attach-to-order|accept-without-order|refuse|go-on|skip)`/g,
        );
        const taken: readonly Answer[] = isCaseCode(code) ? CASES[code].answers : [];
        expect([code, answers.filter((answer) => !taken.some((a) => a === answer))]).toEqual([code, []]);
      }
    }
  });

  it('The handbook shows answers that are accepted as they are', () => {
    const answers = handbook.split('\n').filter((line) => line.startsWith('{"caseId"'));
    const given = all(handbook, /--input '([^']+)'/g);
    expect(answers.length).toBe(14);
    expect(given.length).toBe(2);
    for (const answer of [...answers, ...given]) {
      const context = {
        openCases: [anyAnswer('nordvik-centra-10046-1')],
        answered: new Map<string, string>(),
        couriers: ['home-standard'],
        locations: ['store-01', 'store-02'],
        lines: ['1004'],
      };
      expect([answer, whyRefused(JSON.parse(answer), context)]).toEqual([answer, undefined]);
    }
  });
});

/** A case that takes every answer. */
const anyAnswer = (caseId: string) =>
  caseFrom(
    caseId,
    [
      { code: 'store.refused', sentence: '' },
      { code: 'shipment.refused', sentence: '' },
      { code: 'order.oversold', sentence: '' },
      { code: 'return.exceeds', sentence: '' },
      { code: 'system.cancel-requested', sentence: '' },
    ],
    { openedAt: 0 },
  );

describe('the order flow', () => {
  const flow = page('docs/order-flow.md');
  const stages = Object.keys(FULFILMENT_STAGES) as FulfilmentStage[];

  it('The order flow shows the stages of a fulfilment as the code has them', () => {
    for (const from of stages) {
      const next = FULFILMENT_STAGES[from].map((to) => `\`${to}\``).join(', ');
      if (next !== '') expect(flow).toContain(`| \`${from}\` | ${next} |`);
    }
    const ends = stages.filter((stage) => FULFILMENT_STAGES[stage].length === 0).map((stage) => `\`${stage}\``);
    expect(flow).toContain(`| ${ends.join(', ')} | end |`);
  });

  it('The order flow draws no step of a fulfilment that the code would refuse', () => {
    const diagram = flow.slice(flow.lastIndexOf('```mermaid'));
    const steps = [...diagram.matchAll(/^ {2}(\w+) --> (\w+)/gm)];
    expect(steps.length).toBeGreaterThan(5);
    for (const [, from = '', to = ''] of steps)
      expect([from, to, mayBecome(from as FulfilmentStage, to as FulfilmentStage)]).toEqual([from, to, true]);
  });
});

/** Keys of the brand file that a page shows in a block, by their whole path. */
function keysOfExamples(text: string): string[] {
  const pathsIn = (value: unknown, prefix = ''): string[] =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? []
      : Object.entries(value).flatMap(([key, below]) => [`${prefix}${key}`, ...pathsIn(below, `${prefix}${key}.`)]);
  return [...text.matchAll(/```(?:yaml|json)\n([\s\S]*?)```/g)].flatMap(([, block = '']) => pathsIn(parse(block)));
}
