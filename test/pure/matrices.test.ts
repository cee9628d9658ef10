import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CASES } from '../../domain/cases/catalogue.js';
import { FULFILMENT_WAITS, ORDER_WAITS } from '../../domain/order/waits.js';
import { actSchema as centraActs } from '../../lab/simulators/centra/control-inputs.js';
import { fileFaults } from '../../lab/simulators/file-warehouse/file-faults.js';
import { actSchema as wmsActs } from '../../lab/simulators/ongoing/acts.js';
import { actSchema as sitooActs } from '../../lab/simulators/sitoo/act-schema.js';
import { routedActivities } from '../../workflows/task-queues.js';
import { playable } from '../support/acts.js';
import { BOUNDS } from '../support/bounds.js';
import { callsOfWorkflows } from '../support/calls-of-workflows.js';
import { NO_STORY, ROWS } from '../support/kills/rows.js';
import { mutationsOfTheProduct } from '../support/mutations.js';
import { rowKeysIn } from '../support/row-keys.js';
import { ASKED_FOR, NO_SITUATION, PLAYED } from '../support/situations.js';
import { projectFiles } from '../support/sources.js';
import { testNamesIn } from '../support/test-names.js';

/**
 * What is proven for every member of a family that the code has. The proofs run beside servers; which member has none is known
 * here, within a second, and to whoever adds one.
 */
interface Matrix {
  readonly of: string;
  /** All that the code has, found in the code. */
  readonly members: (more?: string) => readonly string[];
  /** What has a proof, or a reason why it needs none. */
  readonly rows: () => readonly string[];
  /** Code that has one more member, where that is text. */
  readonly another?: string;
  /** What that member is called. */
  readonly named?: string;
}

const SCRIPTED = 'test/support/scripted';
const SITUATIONS = 'docs/situations.md';
const GRAPHQL = 'systems/centra/operations.graphql';
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);
const textOf = (file: string): string => readFileSync(file, 'utf8');

/** Queries that read a part of a list. */
const partialQueries = (text: string): string[] =>
  text
    .split(/^(?=query |mutation |fragment )/m)
    .flatMap((one) => (/^query /.test(one) && /\blimit:/.test(one) ? all(one, /^query (\w+)/gm) : []));

/** Files of Centra's adapter that have a bound with a row. */
const BOUNDED = new Set(Object.keys(BOUNDS).map((key) => key.split(' ')[0] ?? ''));
/** Queries that are made by a file whose bound is tested, or that cannot need one. */
const UNBOUNDED: Readonly<Record<string, string>> = {
  OrderAllocations: 'one order, by its number',
  Events: 'the oldest are confirmed once they are handled, and the next round reads those after them',
};
const boundedQueries = (): string[] => [
  ...projectFiles('systems/centra')
    .filter((file) => file.endsWith('.ts') && BOUNDED.has(file))
    .flatMap((file) => all(textOf(file), /\b(\w+)Document\b/g)),
  ...Object.keys(UNBOUNDED),
];

const promisedStates = (waits: Readonly<Record<string, object>>): string[] =>
  Object.entries(waits).flatMap(([state, wait]) => ('code' in wait ? [state] : []));

/** The tests that a file has; each file is read once, since many rows name the same. */
const testsOfFile = new Map<string, ReadonlySet<string>>();
function hasTest(file: string, name: string): boolean {
  const tests = testsOfFile.get(file) ?? new Set(testNamesIn(textOf(file)));
  testsOfFile.set(file, tests);
  return tests.has(name);
}

/** Situations of the page whose test exists. */
const shownSituations = (): Set<string> =>
  new Set(
    [...textOf(SITUATIONS).matchAll(/^\| ([^|]+) \|.*\[([^\]]+)\]\(\.\.\/(test\/[^)]+)\) \|$/gm)].flatMap(
      ([, situation = '', name = '', file = '']) => (hasTest(file, name) ? [situation] : []),
    ),
  );

/** Those of a list of which the page shows every row that they name. */
function withTheirRows(situations: Readonly<Record<string, readonly string[]>>): string[] {
  const shown = shownSituations();
  return Object.entries(situations).flatMap(([situation, rows]) =>
    rows.length > 0 && rows.every((row) => shown.has(row)) ? [situation] : [],
  );
}

const playedActs = (): string[] => [
  ...[centraActs, sitooActs, wmsActs].flatMap(playable),
  ...Object.keys(fileFaults.shape).map((fault) => `files ${fault}`),
];

const MATRICES: readonly Matrix[] = [
  {
    of: 'activities, each killed between any two of its calls',
    members: () => routedActivities(),
    rows: () => Object.keys({ ...ROWS, ...NO_STORY }),
  },
  {
    of: 'workflow types, of which every call fails for good and for an hour',
    members: () => [...new Set(callsOfWorkflows().map(({ workflow }) => workflow))],
    rows: () => rowKeysIn(`${SCRIPTED}/scripts.ts`, 'SCRIPTS'),
  },
  {
    of: 'mutations, each of which loses its answer and takes effect late',
    members: () => mutationsOfTheProduct().map(({ system, name }) => `${system} ${name}`),
    rows: () => rowKeysIn('test/faults/late-effects.test.ts', 'ROWS'),
  },
  {
    of: 'queries of a part of a list, each by a reader whose bound is tested',
    members: (more = '') => partialQueries(`${textOf(GRAPHQL)}\n${more}`),
    rows: boundedQueries,
    another: 'query Dummies($limit: Int!) {\n  dummies(limit: $limit) {\n    id\n  }\n}\n',
    named: 'Dummies',
  },
  {
    of: 'signals, ten thousand of each waiting for a worker',
    members: (more = '') => all(`${textOf('workflows/messages.ts')}${more}`, /defineSignal(?:<[^;]*?>)?\(\s*'(\w+)'/g),
    rows: () => rowKeysIn(`${SCRIPTED}/signal-arguments.ts`, 'SIGNAL_ARGUMENTS'),
    another: "export const dummied = defineSignal<[Dummy]>('dummied');",
    named: 'dummied',
  },
  {
    of: 'codes of cases, each answered by every answer that it takes',
    members: () => Object.keys(CASES),
    rows: () => rowKeysIn(`${SCRIPTED}/case-scripts.ts`, 'CASE_SCRIPTS'),
  },
  {
    of: 'states in which an order or a fulfilment waits, each until its promise is over',
    members: () => promisedStates({ ...ORDER_WAITS, ...FULFILMENT_WAITS }),
    rows: () => rowKeysIn(`${SCRIPTED}/scripts.ts`, 'WAITING_ORDERS'),
  },
  {
    of: 'situations that shops were said to have, each with its rows in the page',
    members: () => Object.keys(ASKED_FOR),
    rows: () => withTheirRows(ASKED_FOR),
  },
  {
    of: 'acts of the simulators, and what can be said of each, with the situations that they play',
    members: playedActs,
    rows: () => [...withTheirRows(PLAYED), ...NO_SITUATION],
  },
  {
    of: 'situations of real shops, each with a test',
    members: (more = '') => all(`${textOf(SITUATIONS)}${more}`, /^\| (?!situation|---)([^|]+) \|/gm),
    rows: () => [...shownSituations()],
    another: '| A shop that nobody has thought of | handled | It works. | it just does |\n',
    named: 'A shop that nobody has thought of',
  },
];

const without = (members: readonly string[], rows: readonly string[]): string[] => {
  const known = new Set(rows);
  return [...new Set(members)].filter((member) => !known.has(member));
};

describe('the matrices', () => {
  it.each(MATRICES)('Every member has a row, of the $of', ({ of, members, rows }) => {
    expect(without(members(), rows())).toEqual([]);
    process.stdout.write(`matrix: ${members().length} ${of}\n`);
    expect(members().length).toBeGreaterThan(3);
  });

  it.each(MATRICES)('A new member without a row is named, of the $of', ({ members, rows, another, named }) => {
    const [one = ''] = members();
    // Found where it would be added, or, where the code is asked and not its text, as one whose row is gone.
    const found =
      another === undefined
        ? without(
            members(),
            rows().filter((row) => row !== one),
          )
        : without(members(another), rows());
    expect(found).toEqual([named ?? one]);
  });
});
