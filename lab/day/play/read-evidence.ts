import type { Records } from '../../../systems/database/port.js';
import type { Controls } from '../../simulators/control.js';
import type { World } from '../../simulators/kit/world.js';
import { readCalls, readStates } from '../../simulators/read-states.js';
import type { Evidence } from '../judge/summary.js';
import { sum } from '../judge/verdict.js';
import type { CaseWatch } from './case-watch.js';
import type { DayPlayer } from './player.js';

/** A day that is played, as far as it is judged. */
export interface PlayedDay {
  readonly world: World;
  readonly controls: Controls;
  readonly records: Pick<Records, 'stockQueries'>;
  readonly speed: number;
  readonly plan: string;
  readonly staffed: boolean;
  readonly operated: boolean;
  readonly worker: { readonly kills: number };
  readonly watch: CaseWatch;
  readonly player: Pick<DayPlayer, 'heldBack'>;
  /** Epoch milliseconds of ours. */
  readonly startedAt: number;
}

/**
 * Reads what a day is judged from.
 * @param withStock false while orders are on their way: stock says nothing then, and it is much to read
 */
export async function readEvidence(day: PlayedDay, { withStock }: { withStock: boolean }): Promise<Evidence> {
  const { world, controls, speed, plan, staffed, operated, startedAt } = day;
  const states = await readStates(controls);
  return {
    states,
    calls: await readCalls(controls),
    cases: day.watch.all.map(({ subject, code, closedAt, resolvedBy, whatHappened }) => ({
      subject,
      code,
      open: closedAt === undefined,
      autoResolved: resolvedBy === 'onepool',
      whatHappened,
    })),
    historyLengths: [],
    staffed,
    operated,
    heldBack: day.player.heldBack(),
    plan,
    seconds: (Date.now() - startedAt) / 1000,
    workerKills: day.worker.kills,
    world,
    ...(withStock ? { stock: { world, ...(await readLedger(day)), since: startedAt, speed } } : {}),
  };
}

async function readLedger({ records: { stockQueries } }: PlayedDay) {
  const waiting = sum(await stockQueries.unpublished(), (row) => row.figures);
  return { ledger: await stockQueries.physicalStock(), waiting };
}
