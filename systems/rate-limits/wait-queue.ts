import { LANES, type Lane } from './port.js';

export interface Waiter<Need> {
  readonly lane: Lane;
  readonly need: Need;
  /** Lets the call go. */
  go(): void;
  refuse(problem: Error): void;
}

/**
 * Calls of this process that wait: the more important lane first, within a lane first come first served. No call waits
 * longer than `maxWaitMs`.
 */
export class WaitQueue<Need> {
  readonly #lanes = new Map<number, Set<Waiter<Need>>>(Object.values(LANES).map((rank) => [rank, new Set()]));
  readonly #maxWaitMs: number;
  readonly #tooLate: () => Error;

  constructor(maxWaitMs: number, tooLate: () => Error) {
    this.#maxWaitMs = maxWaitMs;
    this.#tooLate = tooLate;
  }

  /** Resolves when the call may go. @throws what `tooLate` gives, or what it was refused with */
  join(lane: Lane, need: Need): Promise<void> {
    const waiters = this.#lanes.get(LANES[lane]);
    return new Promise<void>((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        waiters?.delete(waiter);
      };
      const refuse = (problem: Error) => {
        leave();
        reject(problem);
      };
      const go = () => {
        leave();
        resolve();
      };
      const waiter: Waiter<Need> = { lane, need, go, refuse };
      const timer = setTimeout(() => refuse(this.#tooLate()), this.#maxWaitMs);
      waiters?.add(waiter);
    });
  }

  first(): Waiter<Need> | undefined {
    return this.firstOfEach()[0];
  }

  /** The call of each lane that has waited longest, the most important lane first. */
  firstOfEach(): Waiter<Need>[] {
    return [...this.#lanes.values()].flatMap((waiters) => {
      for (const waiter of waiters) return [waiter];
      return [];
    });
  }

  refuseAll(problem: Error): void {
    for (const waiters of this.#lanes.values()) for (const waiter of [...waiters]) waiter.refuse(problem);
  }
}
