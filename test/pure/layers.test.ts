import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { importsOf, projectFiles } from '../support/sources.js';

type Need = 'http' | 'postgres' | 'temporal';
type Project = { readonly displayName: string; readonly globalSetup?: string };

/** What a file needs that imports one of these, whether a test or its support. */
const NEEDS: readonly (readonly [RegExp, Need])[] = [
  [/^lab\/simulators\/.+\/(start|simulator)\.ts$|^client\/gateway\/start-gateway\.ts$/, 'http'],
  [/^test\/support\/fresh-database\.ts$/, 'postgres'],
  [/^test\/support\/temporal-of-the-run\.ts$/, 'temporal'],
];

/** The layers in the order of what they may need. A test lies in the first one that gives it what it needs. */
const LAYERS: Readonly<Record<string, { readonly gives: readonly Need[]; readonly needsOneOf?: readonly Need[] }>> = {
  pure: { gives: [] },
  slow: { gives: [] },
  replay: { gives: [] },
  contract: { gives: ['http'], needsOneOf: ['http'] },
  database: { gives: ['http', 'postgres'], needsOneOf: ['postgres'] },
  workflow: { gives: ['http', 'postgres', 'temporal'], needsOneOf: ['temporal'] },
  faults: { gives: ['http', 'postgres', 'temporal'], needsOneOf: ['temporal'] },
};

const tests = projectFiles('test').filter((file) => file.endsWith('.test.ts'));
const layerOf = (file: string): string => file.split('/')[1] ?? '';

/** What a test needs by what it and its support import. */
function needsOf(file: string, text = readFileSync(file, 'utf8'), seen = new Set<string>()): Set<Need> {
  const needs = new Set<Need>();
  for (const { of, library, typeOnly } of importsOf(file, text)) {
    if (library || typeOnly || seen.has(of)) continue;
    seen.add(of);
    for (const [pattern, need] of NEEDS) if (pattern.test(of)) needs.add(need);
    if (of.startsWith('test/support/') && of.endsWith('.ts'))
      for (const need of needsOf(of, undefined, seen)) needs.add(need);
  }
  return needs;
}

/** Why a test lies in the wrong layer, if it does. */
function misplaced(file: string, text?: string): string | undefined {
  const layer = LAYERS[layerOf(file)];
  if (layer === undefined) return `${file} lies in no layer`;
  const needs = needsOf(file, text);
  const missing = [...needs].filter((need) => !layer.gives.includes(need));
  if (missing.length > 0) return `${file} needs ${missing.join(' and ')}, which its layer does not give`;
  if (layer.needsOneOf?.some((need) => needs.has(need)) === false) return `${file} needs less than its layer gives`;
  return undefined;
}

describe('layers', () => {
  it('Every test lies in the first layer that gives it what it needs', () => {
    expect(tests.length).toBeGreaterThan(100);
    expect(tests.flatMap((file) => misplaced(file) ?? [])).toEqual([]);
  });

  it('A test in the wrong layer is found', () => {
    const database = "import { recordsOfTest } from '../support/records-of-test.js';";
    const simulator = "import { startCentraSimulator } from '../../lab/simulators/centra/start.js';";
    expect(misplaced('test/pure/a.test.ts', database)).toMatch(/needs postgres/);
    expect(misplaced('test/pure/a.test.ts', simulator)).toMatch(/needs http/);
    expect(misplaced('test/contract/a.test.ts', database)).toMatch(/needs postgres/);
    expect(misplaced('test/database/a.test.ts', simulator)).toMatch(/needs less/);
    expect(misplaced('test/workflow/a.test.ts', database)).toMatch(/needs less/);
    expect(misplaced('test/unit/a.test.ts', '')).toMatch(/no layer/);
    expect(misplaced('test/database/a.test.ts', database)).toBeUndefined();
  });

  it('The jest configuration knows every layer, and gives each the servers that it needs', async () => {
    const file = '../../jest.config.js';
    const { projects }: { projects: Project[] } = (await import(file)).default;
    const given = projects.map(({ displayName, globalSetup = '' }) => [
      displayName,
      (['postgres', 'temporal'] as const).filter((server) => globalSetup.includes(server)),
    ]);
    const wanted = Object.entries(LAYERS).map(([name, { gives }]) => [name, gives.filter((need) => need !== 'http')]);
    expect(given.sort()).toEqual(wanted.sort());
  });
});
