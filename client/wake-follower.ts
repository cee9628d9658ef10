import type { Client } from '@temporalio/client';
import { type Brand, scaled } from '../domain/brand.js';
import { followerWorkflowId, type System, taskQueueOf } from '../domain/names.js';
import type { Follow } from '../workflows/messages.js';

/** After a look, events of this long are gathered into the next one: the counterparts do not like to be read every instant. */
const GATHER_MS = 1_000;
/** Also a rehearsal at many times the speed of life gathers this long: shorter looks only cost. */
const GATHER_AT_LEAST_MS = 250;

/** How long the events after a look are gathered for a brand, ms. */
export const gatherMsOf = (brand: Brand): number => Math.max(GATHER_AT_LEAST_MS, scaled(brand, GATHER_MS));

/** Wakes the follower of a system, and starts it when it does not run. Repeats are harmless. */
export async function wakeFollower(client: Client, brand: Brand, system: System): Promise<void> {
  const input: Follow = {
    brand: brand.brand,
    system,
    everyMs: scaled(brand, brand.followEvery[system]),
    gatherMs: gatherMsOf(brand),
  };
  await client.workflow.signalWithStart('follow', {
    workflowId: followerWorkflowId(brand.brand, system),
    taskQueue: taskQueueOf(brand.brand),
    args: [input],
    signal: 'wake',
    signalArgs: [],
  });
}
