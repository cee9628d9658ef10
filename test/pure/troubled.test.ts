import { describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { createTroubleActivities } from '../../activities/trouble/find-trouble.js';
import { followerWorkflowId } from '../../domain/followers.js';
import { syncProductsWorkflowId } from '../../domain/names.js';
import type { Records } from '../../systems/database/port.js';
import { findTroubled, noteNeededLoops } from '../../systems/executions.js';
import { followerMemory } from '../support/follower-memory.js';
import { inActivity } from '../support/in-activity.js';
import { signalledClient } from '../support/signalled-client.js';
import { testBrand } from '../support/web-order.js';

const STUCK = 250;
const ENDED = 250;

/** A Temporal that lists so many workflows that are stuck, and so many that failed. */
function temporalWithTrouble(): Client {
  const executions = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      workflowId: `${name}/${i}`,
      runId: `run-of-${name}/${i}`,
      type: 'fulfilOrder',
      status: { name },
      startTime: new Date(0),
    }));
  const workflow = {
    async *list({ query }: { query: string }) {
      yield* query.includes('Running') ? executions('RUNNING', STUCK) : executions('FAILED', ENDED);
    },
    getHandle: (workflowId: string) => ({
      describe: async () => ({ runId: `run-of-${workflowId}`, status: { name: 'FAILED' }, raw: {} }),
    }),
  };
  return { workflow } as unknown as Client;
}
const look = { taskQueue: 'brand', sinceMs: 0 };

describe('more workflows in trouble than one look reports', () => {
  it('However many are stuck, those that have ended are reported beside them, and that there are more', async () => {
    const { found, isCutOff } = await findTroubled(temporalWithTrouble(), look);
    expect(isCutOff).toBe(true);
    expect(found.filter(({ kind }) => kind === 'stuck')).toHaveLength(200);
    expect(found.filter(({ kind }) => kind === 'failed')).toHaveLength(200);
  });

  it('Looks that pass over what is asked already report every one once, and the last says that it is the last', async () => {
    const asked = new Set<string>();
    const isAsked = async ({ workflowId }: { workflowId: string }): Promise<boolean> => asked.has(workflowId);
    const cutOff: boolean[] = [];
    while (cutOff.at(-1) !== false) {
      const { found, isCutOff } = await findTroubled(temporalWithTrouble(), { ...look, isAsked });
      for (const { workflowId } of found) {
        expect(asked.has(workflowId)).toBe(false);
        asked.add(workflowId);
      }
      cutOff.push(isCutOff);
    }
    expect(cutOff).toEqual([true, false]);
    expect(asked.size).toBe(STUCK + ENDED);
  });
});

describe('a worker that still has the brand file of before', () => {
  const fileWith = (sync: 'on' | 'off') => testBrand({ products: { sync }, returns: { webOrdersAtTills: false } });
  const { brand } = fileWith('on');

  it.each([
    ['where the newer one is noted', true, []],
    ['where none is noted', false, [syncProductsWorkflowId(brand)]],
  ])('It ends what its file does not need, and nothing that a newer one needs, %s', async (_, isNoted, endedToo) => {
    const { cursors } = followerMemory().records;
    if (cursors === undefined) throw new Error('no cursors');
    if (isNoted) await noteNeededLoops(cursors, fileWith('on'));
    const ended: string[] = [];
    const temporal = signalledClient(async (workflowId) => {
      ended.push(workflowId);
    });
    Object.assign(temporal.workflow, { list: async function* () {} });
    const records: Pick<Records, 'cursors' | 'cases'> = { cursors, cases: { list: async () => [] } as never };
    const activities = createTroubleActivities({
      brand: fileWith('off'),
      centra: { tokenExpiresAtMs: undefined },
      temporal,
      records: records as Records,
    });
    await inActivity(() => activities.findTrouble());
    expect(ended).toEqual([followerWorkflowId(brand, 'shipped-orders'), ...endedToo]);
  });
});
