import { numberLocations } from '../../day/feed/world-of-feed.js';
import type { World } from '../../simulators/kit/world.js';

/** Buyers of one unit. Each round has a SKU of its own, so that rounds do not help or hinder each other. */
export interface Round {
  readonly nth: number;
  readonly sku: string;
  /** Where the unit lies that all of them want. */
  readonly place: string;
  /** Units by location. Some rounds have one more elsewhere, to which a web order can move. */
  readonly units: Readonly<Record<string, number>>;
  /** The web order's number. */
  readonly web: number;
  readonly delivery: 'home' | 'collect';
  /** Receipts of tills that sell it to be delivered by the warehouse; none when the unit lies in a store. */
  readonly tills: readonly string[];
  /** A customer who takes it from the shelf of the store: at the same moment, or when staff reach for it. */
  readonly counter?: { readonly receipt: string; readonly when: 'at once' | 'at the desk' };
}

const WAREHOUSE = 'dc';
const STORES = 6;
const PRICE_MINOR = 49_900;
const FIRST_ORDER = 700_001;

/** Half of the rounds are about the warehouse's last unit, half about a store's. */
export function createRounds(count: number): Round[] {
  return Array.from({ length: count }, (_, i) => {
    const nth = i + 1;
    const sku = `LAST-${String(nth).padStart(5, '0')}`;
    const common = { nth, sku, web: FIRST_ORDER + i };
    if (nth % 2 === 0) {
      const tills = [`RA${nth}`, `RB${nth}`];
      return { ...common, place: WAREHOUSE, units: { [WAREHOUSE]: 1 }, delivery: 'home', tills };
    }
    const place = storeOf(nth);
    return {
      ...common,
      place,
      // Every fourth of them could also be had from the warehouse.
      units: { [place]: 1, ...(nth % 8 === 3 ? { [WAREHOUSE]: 1 } : {}) },
      delivery: nth % 8 === 1 || nth % 8 === 7 ? 'collect' : 'home',
      tills: [],
      counter: { receipt: `RC${nth}`, when: nth % 16 < 8 ? 'at once' : 'at the desk' },
    };
  });
}

const storeOf = (nth: number): string => `store-${String((nth % STORES) + 1).padStart(2, '0')}`;

/** The tills that sell from the warehouse stand in two different stores. */
export const tillOf = (round: Round, nth: number): string => storeOf(round.nth + nth);

/** A world in which there is nothing but these units. */
export function worldOf(rounds: readonly Round[]): World {
  const stores = Array.from({ length: STORES }, (_, i) => ({
    id: storeOf(i),
    kind: 'store' as const,
    name: storeOf(i),
  }));
  return {
    currency: 'SEK',
    locations: numberLocations([...stores, { id: WAREHOUSE, kind: 'warehouse', name: 'Warehouse' }]),
    products: rounds.map(({ sku, nth }) => ({
      sku,
      barcode: `73600${String(nth).padStart(8, '0')}`,
      name: sku,
      priceMinor: PRICE_MINOR,
    })),
    stock: rounds.flatMap(({ sku, units }) =>
      Object.entries(units).map(([location, quantity]) => ({ location, sku, quantity })),
    ),
  };
}

export const lineOf = ({ sku }: Round) => [{ sku, quantity: 1, priceMinor: PRICE_MINOR }];
