import type { OrderNumber } from '../../domain/ids.js';
import type { Direction } from '../../domain/stock/flows.js';
import { figuresOf } from '../../domain/stock/position.js';
import { type Candidate, candidateOf, type PendingFigure, urgencyOf } from '../../domain/stock/publish-order.js';
import type { Demand, Units } from './demand.js';
import type { Movement } from './shop.js';

/** One call to Centra: a location, one direction. */
export interface Call {
  readonly location: string;
  readonly lines: readonly Units[];
  /** When the changes happened that it publishes. */
  readonly changes: readonly number[];
}

/** The study counts units, whoever ordered them. */
const ANY_ORDER = { origin: 'centra', number: 'any' as OrderNumber } as const;

/** What is known of one SKU at one location, and not yet published. */
interface Figure extends PendingFigure {
  readonly location: string;
  readonly sku: string;
  physical: number;
  unitsForCentra: number;
  published: number;
  outstanding: number;
  pendingDelta: number;
  freeOnline: number;
  /** When the changes happened that wait. */
  waiting: number[];
}

/** What is known of shelves and orders, and what of it is still to be published to Centra, by location: the ledger in small. */
export class UnpublishedStock {
  readonly #places = new Map<string, { figures: Map<string, Figure>; waiting: Map<string, Figure> }>();
  readonly #candidates = new Map<string, Candidate[]>();
  /** Receives how long changes took that cancelled each other out: Centra shows what is right without a call. */
  readonly #settled: (tookMs: number) => void;

  constructor({ stock }: Demand, settled: (tookMs: number) => void) {
    this.#settled = settled;
    for (const { location, sku, quantity } of stock) this.#figure(location, sku).physical = quantity;
  }

  /** Units moved at `happenedAt`, which is known at `at`. */
  move(
    { location, sku, units }: Movement,
    { happenedAt, at, deductedByCentra = false }: { happenedAt: number; at: number; deductedByCentra?: boolean },
  ): void {
    const figure = this.#figure(location, sku);
    figure.physical += units;
    if (!deductedByCentra) {
      figure.unitsForCentra += units;
      figure.waiting.push(happenedAt);
    }
    this.#update(figure, at);
  }

  /** A web order reserves units, or (negative) releases them. */
  reserve({ location, sku, units }: Movement, at: number): void {
    const figure = this.#figure(location, sku);
    figure.outstanding += units;
    this.#update(figure, at);
  }

  candidates(): Candidate[] {
    return [...this.#places.keys()].flatMap((location) => {
      const known = this.#candidates.get(location) ?? this.#candidatesAt(location);
      this.#candidates.set(location, known);
      return known;
    });
  }

  get isEmpty(): boolean {
    return [...this.#places.values()].every(({ waiting }) => waiting.size === 0);
  }

  /** Takes waiting figures for a call, the most urgent first. */
  claim(location: string, direction: Direction, limit: number): Call {
    const waiting = this.#places.get(location)?.waiting ?? new Map<string, Figure>();
    const chosen = [...waiting]
      .filter(([, figure]) => directionOf(figure) === direction)
      .sort(([, a], [, b]) => urgencyOf(a) - urgencyOf(b))
      .slice(0, limit);
    const lines = chosen.map(([sku, { pendingDelta }]) => ({ sku, units: pendingDelta }));
    const changes = chosen.flatMap(([sku, figure]) => {
      const published = figure.waiting;
      Object.assign(figure, { published: figure.published + figure.pendingDelta, pendingDelta: 0, waiting: [] });
      waiting.delete(sku);
      return published;
    });
    this.#candidates.delete(location);
    return { location, lines, changes };
  }

  #candidatesAt(location: string): Candidate[] {
    const waiting = [...(this.#places.get(location)?.waiting.values() ?? [])];
    return (['out', 'in'] as const).flatMap((direction) => {
      const figures = waiting.filter((figure) => directionOf(figure) === direction);
      if (figures.length === 0) return [];
      return [
        candidateOf(
          location,
          direction,
          figures.map((f) => ({ ...f, since: f.waiting[0] ?? 0 })),
        ),
      ];
    });
  }

  #update(figure: Figure, at: number): void {
    const { location, sku, physical, unitsForCentra, outstanding, published } = figure;
    const orders = outstanding === 0 ? [] : [{ ...ANY_ORDER, outstanding, picked: 0, deductedAtOrigin: 0 }];
    const { changesForCentra, freeOnline } = figuresOf({ physical, unitsForCentra, drift: 0, orders, safetyStock: 0 });
    figure.pendingDelta = changesForCentra - published;
    figure.freeOnline = freeOnline;
    const place = this.#place(location);
    this.#candidates.delete(location);
    if (figure.pendingDelta !== 0) {
      place.waiting.set(sku, figure);
      return;
    }
    place.waiting.delete(sku);
    for (const happenedAt of figure.waiting.splice(0)) this.#settled(at - happenedAt);
  }

  #figure(location: string, sku: string): Figure {
    const { figures } = this.#place(location);
    const known = figures.get(sku);
    if (known !== undefined) return known;
    const fresh = {
      location,
      sku,
      physical: 0,
      unitsForCentra: 0,
      published: 0,
      outstanding: 0,
      pendingDelta: 0,
      freeOnline: 0,
      waiting: [],
    };
    figures.set(sku, fresh);
    return fresh;
  }

  #place(location: string) {
    const known = this.#places.get(location);
    if (known !== undefined) return known;
    const fresh = { figures: new Map<string, Figure>(), waiting: new Map<string, Figure>() };
    this.#places.set(location, fresh);
    return fresh;
  }
}

const directionOf = ({ pendingDelta }: PendingFigure): Direction => (pendingDelta < 0 ? 'out' : 'in');
