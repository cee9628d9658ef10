import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { createLog } from '../../config/log.js';
import { installRuntime } from '../../workers/runtime.js';
import { canariesIn } from '../support/harness/canaries.js';
import { bundleOfWorkflows, type History, replay, textOf } from '../support/harness/histories.js';
import { ALL_WAYS, storedRuns, WAYS } from '../support/harness/kept-histories.js';

/**
 * Histories that earlier builds wrote, against the workflows of today. An order may be under way for weeks, so the code
 * that ends it is seldom the code that began it.
 */
let bundle: WorkflowBundleWithSourceMap;
beforeAll(async () => {
  installRuntime(createLog('replay', { terminal: false, destination: { write() {} } }));
  bundle = await bundleOfWorkflows();
});
const runs = storedRuns();

/** The same history, written by a build that called its third activity by another name. */
function withRenamedActivity({ events, ...history }: History): History {
  const third = (events ?? []).filter(({ activityTaskScheduledEventAttributes: scheduled }) => scheduled)[2];
  const renamed = { ...third?.activityTaskScheduledEventAttributes, activityType: { name: 'renamed' } };
  return {
    ...history,
    events: (events ?? []).map((event) =>
      event === third ? { ...event, activityTaskScheduledEventAttributes: renamed } : event,
    ),
  };
}

/** The workflow types of a bundle's entry: what it exports by name. */
const typesOf = (entry: string): string[] => [...entry.matchAll(/^export \{ (\w+) \}/gm)].map(([, type]) => type ?? '');

describe('stored histories', () => {
  it('Every workflow type of the bundle has stored histories', () => {
    const types = typesOf(readFileSync('workflows/index.ts', 'utf8'));
    expect(types.length).toBeGreaterThanOrEqual(10);
    expect(types.sort()).toEqual(Object.keys(WAYS).sort());
    expect(typesOf("export { audit } from './a.js';\nexport { follow } from './f.js';\n")).toEqual(['audit', 'follow']);
  });

  it('A history is stored for every way of every workflow type, and no other', () => {
    expect([...runs.keys()].sort()).toEqual([...ALL_WAYS].sort());
    for (const [way, { history }] of runs) {
      const { workflowType } = history.events?.[0]?.workflowExecutionStartedEventAttributes ?? {};
      expect([way, way.split('/')[0]]).toEqual([way, workflowType?.name]);
    }
  });

  it('The stored histories of loops hold runs that are open and runs that continued as new', () => {
    const ends = (way: string) => runs.get(way)?.history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes;
    for (const type of ['follow', 'publishStock', 'syncProducts'])
      expect([...runs.keys()].filter((way) => way.startsWith(`${type}/`) && ends(way))).toEqual([
        `${type}/continued-as-new`,
      ]);
  });

  it('Every stored history replays against the present workflows', async () => {
    expect(await replay(bundle, [...runs.values()])).toEqual([]);
  });

  it('Stored histories contain no personal data and nothing of the machine that recorded them', () => {
    for (const run of runs.values()) {
      const text = textOf(run.history);
      expect(canariesIn(text)).toEqual([]);
      expect(text).not.toMatch(/\d+@(?!recorded)[\w-]+|node_modules/);
    }
  });

  it('A history that does not fit the present workflows is noticed', async () => {
    const warehouse = runs.get('fulfilOrder/warehouse');
    if (!warehouse) throw new Error('the history of the warehouse path is missing');
    const wrong = withRenamedActivity(warehouse.history);
    const problems = await replay(bundle, [{ ...warehouse, history: wrong }]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/nondeterminism/i);
  });
});
