import { hashOf } from '../generate/seeded-random.js';
import type { SimulatorAct } from './act-of-customer.js';
import { nextStaffAct } from './staff-acts.js';
import type { WorkItem } from './work-list.js';

const MINUTE = 60_000;

/** How long staff take, in minutes of the day: from, to. */
const PACE = {
  sitoo: { untouched: [8, 45], picked: [5, 25] },
  wms: { untouched: [3, 15], begun: [10, 40], picked: [5, 20] },
} as const;
/** How long goods travel from a store to the warehouse, minutes of the day. */
const TRAVEL = [20, 60] as const;

/**
 * The simulated people in stores and warehouse. They take their time, counted from the moment an item is on their work list
 * in its present step, so that the pace of a day has no effect on what they do, only on when.
 */
export class Staff {
  readonly #since = new Map<string, number>();

  /**
   * What staff do now with an item that is theirs to work on. Call at every look; the first look starts the clock.
   * @param atMostMs nobody takes longer than this, by the clock of the day
   */
  work(item: WorkItem, now: number, atMostMs = Number.POSITIVE_INFINITY): SimulatorAct[] {
    return this.#isTime(`${item.name} ${item.step}`, Math.min(patience(item), atMostMs), now) ? nextStaffAct(item) : [];
  }

  /** What the warehouse does now with goods that a store has sent to it. */
  receive(name: string, now: number, atMostMs = Number.POSITIVE_INFINITY): SimulatorAct[] {
    return this.#isTime(name, Math.min(minutesFor(name, TRAVEL), atMostMs), now)
      ? [{ system: 'wms', act: { type: 'wms.receive-purchase', name } }]
      : [];
  }

  #isTime(step: string, afterMs: number, now: number): boolean {
    const since = this.#since.get(step);
    if (since === undefined) this.#since.set(step, now);
    return since !== undefined && now - since >= afterMs;
  }
}

function patience(item: WorkItem): number {
  const steps: Partial<Record<WorkItem['step'], readonly [number, number]>> = PACE[item.system];
  return minutesFor(`${item.name} ${item.step}`, steps[item.step] ?? [0, 0]);
}

/** The same for the same name in every run, milliseconds. */
const minutesFor = (name: string, [from, to]: readonly [number, number]): number =>
  (from + (hashOf(name) % (to - from + 1))) * MINUTE;
