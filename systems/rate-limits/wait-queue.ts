import { LANES, type Lane } from './port.js';

export interface Waiter<Need> {
  readonly lane: Lane;
  readonly need: Need;
  /** Its turn has come. */
  go(): void;
  refuse(problem: Error): void;
}

/**
 * Calls of this process that wait for their turn: the more important lane first, within a lane first come first
 * served. Nobody waits longer than `maxWaitMs`.
 */
export class WaitingLine<Need> {
  readonly #lanes = new Map<number, Set<Waiter<Need>>>(Object.values(LANES).map((rank) => [rank, new Set()]));
  readonly #maxWaitMs: number;
  readonly #tooLate: () => Error;

  constructor(maxWaitMs: number, tooLate: () => Error) {
    this.#maxWaitMs = maxWaitMs;
    this.#tooLate = tooLate;
  }

  /** Resolves when it is this call's turn. @throws what `tooLate` gives, or what it was refused with. */
  join(lane: Lane, need: Need): Promise<void> {
    const place = this.#lanes.get(LANES[lane]);
    return new Promise<void>((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer);
        place?.delete(waiter);
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
      place?.add(waiter);
    });
  }

  first(): Waiter<Need> | undefined {
    for (const place of this.#lanes.values()) for (const waiter of place) return waiter;
    return undefined;
  }

  refuseAll(problem: Error): void {
    for (const place of this.#lanes.values()) for (const waiter of [...place]) waiter.refuse(problem);
  }
}
