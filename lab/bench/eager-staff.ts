import { setTimeout as pause } from 'node:timers/promises';
import { nextStaffAct } from '../day/play/staff-acts.js';
import { readWork, type WorkItem } from '../day/play/work-list.js';
import type { Act, Controls } from '../simulators/control.js';

/** How often staff look at their work lists. Rarely enough that the looking itself costs next to nothing. */
const LOOK_EVERY_MS = 500;

/**
 * Staff who do the next step of everything in their work lists at every look: pick, and at the next look hand over.
 * @returns a function that sends them home. @throws from it when something could not be done
 */
export function startEagerStaff(controls: Controls): () => Promise<void> {
  const home = new AbortController();
  const working = (async () => {
    while (!home.signal.aborted) {
      await work(controls);
      await pause(LOOK_EVERY_MS, undefined, { signal: home.signal }).catch(() => {});
    }
  })();
  // Reported when they are sent home; until then it must not end the process.
  working.catch(() => {});
  return async () => {
    home.abort();
    await working;
  };
}

async function work(controls: Controls): Promise<void> {
  const acts: Record<WorkItem['system'], Act[]> = { sitoo: [], wms: [] };
  for (const item of await readWork(controls)) {
    // A picker who begins and picks in one go.
    const step = item.step === 'untouched' ? 'begun' : item.step;
    for (const { system, act } of nextStaffAct({ ...item, step })) if (system !== 'centra') acts[system].push(act);
  }
  const results = await Promise.all([controls.sitoo.act(acts.sitoo), controls.wms.act(acts.wms)]);
  const refused = results.flat().find((result) => !result.ok);
  if (refused) throw new Error(`Staff could not do their work: ${refused.error}`);
}
