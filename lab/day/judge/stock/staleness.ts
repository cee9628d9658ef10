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
  /** False for goods that left for a web order: the web shop books those itself. */
  readonly toTell: boolean;
}

/** A change that the web shop was told. */
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

/** One SKU at one location on its way through time. */
class Place {
  /** Sum of all rows that are to be told. */
  #sum = 0;
  /** What should have been told: the web shop shows nothing below zero, so neither is it told so. */
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

  happened({ at, quantity, total, toTell }: JournalEntry): void {
    if (toTell) this.#sum += quantity;
    this.#due = this.#sum + Math.max(0, -(total ?? 0));
    if (toTell) this.#waiting.push({ at, due: this.#due });
    // What goes and comes back needs no telling: the shop shows the truth already.
    if (this.#due === this.#published) this.#acknowledge(this.#waiting.length, at);
  }

  heard({ at, quantity }: Published): void {
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
  const places = new Map<string, Place>();
  const positionAt = ({ location, sku }: { readonly location: string; readonly sku: string }): Place => {
    const key = positionKey(location, sku);
    const place = places.get(key) ?? new Place(ms);
    places.set(key, place);
    return place;
  };
  let next = 0;
  const hearUntil = (at: number) => {
    for (let change = published[next]; change !== undefined && change.at < at; change = published[next]) {
      positionAt(change).heard(change);
      next += 1;
    }
  };
  for (const row of rows) {
    hearUntil(row.at);
    positionAt(row).happened(row);
  }
  hearUntil(Number.POSITIVE_INFINITY);
  return { ms, unpublished: [...places.values()].reduce((sum, place) => sum + place.waiting, 0) };
}
