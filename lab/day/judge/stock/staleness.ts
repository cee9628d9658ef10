import { positionKey } from './position-key.js';

/** A row of a store's journal. */
export interface JournalEntry {
  readonly location: string;
  readonly sku: string;
  readonly at: number;
  /** Signed units. */
  readonly quantity: number;
  /** The level after it, when the journal says so. */
  readonly total?: number;
  /** False for goods that left for a web order: the web shop deducts those itself. */
  readonly isPublished: boolean;
}

/** A change that was published to the web shop. */
export interface Published {
  readonly location: string;
  readonly sku: string;
  readonly at: number;
  /** Signed units. */
  readonly quantity: number;
}

export interface Staleness {
  /** How long each row was unknown to the web shop, milliseconds. */
  readonly ms: readonly number[];
  /** Rows that it does not take into account to this day. */
  readonly unpublished: number;
}

/** One SKU at one location over time. */
class PositionTimeline {
  /** Sum of all rows that are to be published. */
  #sum = 0;
  /** What should have been published: the web shop shows nothing below zero, so nothing below zero is published. */
  #due = 0;
  #published = 0;
  readonly #waiting: { readonly at: number; readonly due: number }[] = [];
  readonly #ms: number[];

  constructor(ms: number[]) {
    this.#ms = ms;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  move({ at, quantity, total, isPublished }: JournalEntry): void {
    if (isPublished) this.#sum += quantity;
    this.#due = this.#sum + Math.max(0, -(total ?? 0));
    if (isPublished) this.#waiting.push({ at, due: this.#due });
    // What goes and comes back needs no publishing: the shop shows the truth already.
    if (this.#due === this.#published) this.#acknowledge(this.#waiting.length, at);
  }

  publish({ at, quantity }: Published): void {
    this.#published += quantity;
    const newest = this.#waiting.findLastIndex(({ due }) => due === this.#published);
    this.#acknowledge(newest + 1, at);
  }

  #acknowledge(count: number, at: number): void {
    for (const row of this.#waiting.splice(0, count)) this.#ms.push(Math.max(0, at - row.at));
  }
}

/**
 * How long the web shop lagged behind the stores: from each row of their journal until the shop first showed a level that
 * takes it into account. Both lists in the order of time.
 */
export function measureStaleness(rows: readonly JournalEntry[], published: readonly Published[]): Staleness {
  const ms: number[] = [];
  const timelines = new Map<string, PositionTimeline>();
  const positionAt = ({ location, sku }: { readonly location: string; readonly sku: string }): PositionTimeline => {
    const key = positionKey(location, sku);
    const timeline = timelines.get(key) ?? new PositionTimeline(ms);
    timelines.set(key, timeline);
    return timeline;
  };
  let next = 0;
  const publishUntil = (at: number) => {
    for (let change = published[next]; change !== undefined && change.at < at; change = published[next]) {
      positionAt(change).publish(change);
      next += 1;
    }
  };
  for (const row of rows) {
    publishUntil(row.at);
    positionAt(row).move(row);
  }
  publishUntil(Number.POSITIVE_INFINITY);
  return { ms, unpublished: [...timelines.values()].reduce((sum, timeline) => sum + timeline.waiting, 0) };
}
