import { beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { createLog } from '../../config/log.js';
import { installRuntime } from '../../workers/runtime.js';
import { canariesIn } from '../support/harness/canaries.js';
import { bundleOfWorkflows, type History, replay, textOf } from '../support/harness/histories.js';
import { PATHS, storedRuns } from '../support/harness/kept-histories.js';

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

/** The same history, written by a build that called an activity by another name. */
function withRenamed(history: History, activity: string, name: string): History {
  const events = (history.events ?? []).map((event) => {
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled?.activityType?.name !== activity) return event;
    return { ...event, activityTaskScheduledEventAttributes: { ...scheduled, activityType: { name } } };
  });
  return { ...history, events };
}

describe('stored histories', () => {
  it('A history is stored for every way of an order', () => {
    expect([...runs.keys()].sort()).toEqual([...PATHS].sort());
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
    const warehouse = runs.get('warehouse');
    if (!warehouse) throw new Error('the history of the warehouse path is missing');
    const wrong = withRenamed(warehouse.history, 'placePart', 'putPart');
    const problems = await replay(bundle, [{ ...warehouse, history: wrong }]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/nondeterminism/i);
  });
});
