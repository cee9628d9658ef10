import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { type Import, importsOf, projectFiles } from '../support/sources.js';

const files = projectFiles();
const folderOf = (path: string): string => path.split('/')[0] ?? '';
const HOUSE = ['domain', 'config', 'systems', 'workflows', 'activities', 'workers', 'client', 'lab'];
const sources = files.filter((file) => file.endsWith('.ts') && HOUSE.includes(folderOf(file)));
const imports = sources.flatMap((file) => importsOf(file));

/** What a folder may import of another one: everything, types, or certain files. */
type Rule = 'all' | 'types' | RegExp;

/**
 * The direction of imports. What is not named here is not allowed.
 * - Activities speak to workflows, so they share the words of that conversation: messages and search attributes.
 * - The brand file names kinds of warehouse, which are listed once, where they are.
 * - Activities know systems by their ports and problems; only who puts things together knows adapters.
 * - Workers poll the queues to which workflows send their calls: the table of queues is one.
 * - A worker is a process like any other to start, so the command that runs one may load it; nobody else may.
 */
const MAY_IMPORT: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  domain: {},
  config: { domain: 'all', systems: /^systems\/warehouse-kinds\.ts$/ },
  systems: { domain: 'all', config: 'types' },
  workflows: { domain: 'all', activities: 'types' },
  activities: {
    domain: 'all',
    systems:
      /^systems\/((centra|sitoo|database)\/port|warehouse-(port|page)|database\/stock-port|problem|executions|latest-effect|outgoing-change)\.ts$/,
    workflows: /^workflows\/(messages|search-attributes)\.ts$/,
  },
  workers: {
    domain: 'all',
    config: 'all',
    systems: 'all',
    activities: 'all',
    workflows: /^workflows\/task-queues\.ts$/,
  },
  client: { domain: 'all', config: 'all', systems: 'all', workflows: 'types', workers: 'all' },
  lab: {
    domain: 'all',
    config: 'all',
    systems: 'all',
    workflows: 'types',
    workers: 'all',
    client: 'all',
    // A proof runs activities alone, over states that no run could reach by playing.
    activities: /^activities\/index\.ts$/,
  },
};

/** What the bench compares with is a workflow too, called with the same options, in queues of the same names. */
const WORKFLOWS_OF_THE_BENCH = 'lab/bench/bare/bare-workflow.ts';

/** Files outside workers/ that run workflow code themselves, as a worker does: to work, or to replay what others did. */
const WORKER_PROCESSES = [
  'client/cli/commands/worker.ts',
  'client/replay/replay-executions.ts',
  'lab/bench/bare/worker.ts',
];

/** The commands that start the lab, and load it only when they run. */
const LAB_COMMANDS = ['demo', 'up', 'feed'].map((name) => `client/cli/commands/${name}.ts`);

/** Libraries of the folders that must stay small; the others may use any that package.json names. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  workflows: ['@temporalio/workflow', '@temporalio/common'],
  activities: [
    '@temporalio/activity',
    '@temporalio/client',
    '@temporalio/common',
    'node:crypto',
    'node:timers/promises',
  ],
};

function isAllowed({ file, of, library, typeOnly, later }: Import): boolean {
  const from = folderOf(file);
  if (library) return LIBRARIES[from]?.includes(of) ?? true;
  const to = folderOf(of);
  if (from === to) return true;
  if (to === 'lab') return LAB_COMMANDS.includes(file) && later;
  if (to === 'workers' && !WORKER_PROCESSES.includes(file)) return false;
  if (file === WORKFLOWS_OF_THE_BENCH && /^workflows\/(options|task-queues)\.ts$/.test(of)) return true;
  const rule = MAY_IMPORT[from]?.[to];
  if (rule === undefined) return false;
  return rule === 'all' || (rule === 'types' ? typeOnly : rule.test(of));
}

const asText = ({ file, of, typeOnly }: Import): string => `${file} imports ${typeOnly ? 'types of ' : ''}${of}`;

describe('imports', () => {
  it('Imports point one way, from product to domain and from lab to product', () => {
    expect(imports.length).toBeGreaterThan(500);
    expect(imports.filter((one) => !isAllowed(one)).map(asText)).toEqual([]);
  });

  it('An import in the other direction is caught', () => {
    const wrong: [string, string][] = [
      ['domain/money.ts', "import { z } from 'zod';"],
      ['domain/money.ts', "import { readFileSync } from 'node:fs';"],
      ['domain/order/split-order.ts', "import type { brandSchema } from '../../config/brand.js';"],
      ['workflows/follow.ts', "import { readFileSync } from 'node:fs';"],
      ['workflows/follow.ts', "import { createActivities } from '../activities/index.js';"],
      ['workflows/follow.ts', "import { type FollowActivities } from '../activities/follow.js';"],
      ['systems/rate-limits/port.ts', "import { brandSchema } from '../../config/brand.js';"],
      ['activities/orders/index.ts', "import {\n  createSitoo,\n} from '../../systems/sitoo/adapter.js';"],
      ['activities/orders/index.ts', "import { brandSchema } from '../../config/brand.js';"],
      ['activities/orders/index.ts', "import { fulfilOrder } from '../../workflows/fulfil-order.js';"],
      ['client/prepare.ts', "export { createActivities } from '../activities/index.js';"],
      ['client/prepare.ts', "const { runWorker } = await import('../workers/run.js');"],
      ['workers/run.ts', "import '../client/prepare.js';"],
      ['client/prepare.ts', "const { bundledWorld } = await import('../lab/day/generate/bundled-world.js');"],
      ['client/cli/commands/demo.ts', "import { demo } from '../../../lab/day/demo.js';"],
    ];
    for (const [file, text] of wrong) expect([text, importsOf(file, text).map(isAllowed)]).toEqual([text, [false]]);
  });

  it('Imports name files that exist and libraries of package.json', () => {
    const { dependencies, devDependencies } = readPackage('package.json');
    const known = new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
    const packageOf = (name: string): string => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? '';
    const isNode = (name: string): boolean => name.startsWith('node:') && builtinModules.includes(name.slice(5));
    const missing = imports.filter(({ of, library }) =>
      library ? !isNode(of) && !known.has(packageOf(of)) : !existsSync(of) && !of.includes('/generated/'),
    );
    expect(missing.map(asText)).toEqual([]);
  });
});

describe('the environment', () => {
  it('The environment is read in one file only', () => {
    const readers = files.filter(
      (file) =>
        /\.(ts|js|mjs)$/.test(file) &&
        !file.startsWith('test/') &&
        /process\s*\.\s*env\b/.test(readFileSync(file, 'utf8')),
    );
    expect(readers).toEqual(['config/environment.ts']);
  });
});

describe('the state of the simulators', () => {
  const readers = files.filter(
    (file) =>
      file.endsWith('.ts') &&
      file !== 'test/pure/layout.test.ts' &&
      /read\('books'|_sim\/books'|_sim\/\$\{/.test(readFileSync(file, 'utf8')),
  );

  it('One place reads what the simulators hold, for the judges of a run and for the tests alike', () => {
    expect(readers.filter((file) => !/\/simulators\/[a-z]+\/control(-api)?\.ts$/.test(file))).toEqual([
      'lab/simulators/control.ts',
      'lab/simulators/read-states.ts',
    ]);
  });
});

describe('the files', () => {
  const linesIn = (file: string): number => readFileSync(file, 'utf8').split('\n').length - 1;

  it('No source file has more than 300 lines, and no test more than 420', () => {
    const tooLong = files
      .filter((file) => /\.(ts|mjs|js)$/.test(file))
      .filter((file) => linesIn(file) > (file.startsWith('test/') ? 420 : 300));
    expect(tooLong).toEqual([]);
    const lengths = sources.map(linesIn).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80);
  });

  it('File names consist of small letters and dashes', () => {
    const odd = sources.filter((file) => !/^[a-z0-9-]+(\/[a-z0-9-]+)*(\.d)?\.ts$/.test(file));
    expect(odd).toEqual([]);
  });

  it('Programs that tests start by their path exist', () => {
    const started = files
      .filter((file) => file.startsWith('test/') && file.endsWith('.ts'))
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/'\.\/(test\/[\w/.-]+\.m?[jt]s)'/g)])
      .map(([, path]) => path ?? '');
    expect(started.length).toBeGreaterThan(2);
    expect(started.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('No file names a path of one machine or anything outside the project', () => {
    const texts = files.filter((file) =>
      /\.(ts|mjs|js|json|md|ya?ml|sql|graphql|jsonl)$|Dockerfile|^\.ci\//.test(file),
    );
    // Put together here, so that this file does not find itself.
    const forbidden = [['..', 'shared'].join('/'), ['', 'work', ''].join('/'), ['', 'home', ''].join('/'), '/Users/'];
    const found = texts.flatMap((file) => {
      if (file === 'test/pure/layout.test.ts') return [];
      const text = readFileSync(file, 'utf8');
      return forbidden.filter((path) => text.includes(path)).map((path) => `${file}: ${path}`);
    });
    expect(found).toEqual([]);
  });
});

describe('the packages of Temporal', () => {
  it('The packages of Temporal have one exact version, in package.json and as installed', () => {
    const { dependencies, devDependencies } = readPackage('package.json');
    const asked = Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) =>
      name.startsWith('@temporalio/'),
    );
    const [version] = new Set(asked.map(([, wanted]) => wanted));
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    const installed = asked.map(([name]) => readPackage(`node_modules/${name}/package.json`).version);
    expect(new Set([...asked.map(([, wanted]) => wanted), ...installed])).toEqual(new Set([version]));
  });
});

interface Package {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const readPackage = (path: string): Package => JSON.parse(readFileSync(path, 'utf8'));
