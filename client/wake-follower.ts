import type { Client } from '@temporalio/client';
import { type Brand, scaled } from '../domain/brand.js';
import { followerWorkflowId, type System, taskQueueOf } from '../domain/names.js';
import type { Follow } from '../workflows/messages.js';

/** After a round, events gather for this long before the next one, so that a burst of events costs few calls. */
const GATHER_MS = 1_000;
/** A rehearsal at many times real speed gathers at least this long: shorter rounds only cost calls. */
const GATHER_AT_LEAST_MS = 250;

/** How long events gather after a round of a brand's follower, ms. */
export const gatherMsOf = (brand: Brand): number => Math.max(GATHER_AT_LEAST_MS, scaled(brand, GATHER_MS));

/** Wakes the follower of a system, and starts it when it does not run. Repeats are harmless. */
export async function wakeFollower(client: Client, brand: Brand, system: System): Promise<void> {
  const input: Follow = {
    brand: brand.brand,
    system,
    everyMs: scaled(brand, brand.followEvery[system]),
    gatherMs: gatherMsOf(brand),
    alarmAfterMs: scaled(brand, brand.alarmAfter.following),
  };
  await client.workflow.signalWithStart('follow', {
    workflowId: followerWorkflowId(brand.brand, system),
    taskQueue: taskQueueOf(brand.brand),
    args: [input],
    signal: 'wake',
    signalArgs: [],
  });
}
