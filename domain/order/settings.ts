import type { LocationKind } from '../brand.js';
import type { FulfillingSystem } from './order-ref.js';
import type { LocationPromise } from './promised-times.js';

/** What an order as a whole can wait for, when others must act first. */
export type OrderWait =
  | 'waiting-for-payment'
  | 'on-hold'
  | 'archived'
  | 'waiting-for-batch'
  | 'waiting-for-goods'
  | 'waiting-for-confirmation'
  | 'locked';

/** What a workflow needs to know of the brand to decide for itself. Plain JSON; renewed with every reading of the order. */
export interface OrderSettings {
  /** Currencies in which the web shop sells. */
  readonly currencies: readonly string[];
  /** Courier keys an operator may choose from. */
  readonly couriers: readonly string[];
  readonly locations: readonly { readonly id: string; readonly kind: LocationKind }[];
  /** POS orders wait for the next pick-list batch instead of going immediately. */
  readonly posOrdersInBatches: boolean;
  /** How long a location may stay silent, by its kind, in plain time. */
  readonly promises: Readonly<Record<LocationKind, LocationPromise>>;
  /** How long an order may wait for others before a person is told, ms. */
  readonly waits: Readonly<Record<OrderWait, number>>;
  /** How often a payment provider that answers later is asked whether the money is there, ms. */
  readonly captureCheckMs: number;
}

/** The systems that fulfil at the brand's locations. */
export const fulfillingSystemsOf = ({ locations }: Pick<OrderSettings, 'locations'>): FulfillingSystem[] =>
  (['sitoo', 'wms'] as const).filter((system) =>
    locations.some(({ kind }) => kind === (system === 'sitoo' ? 'store' : 'warehouse')),
  );

/** What people corrected on the way; applied whenever the order is read or placed. */
export interface Corrections {
  readonly skus?: Readonly<Record<string, string>>;
  readonly courier?: string;
  readonly giftMessageRef?: string;
  readonly giftMessage?: string;
  /** Problems a person decided to live with, by code. */
  readonly accepted?: readonly string[];
  /** Lines whose units are taken from a location of a person's choice, by line id. */
  readonly locations?: Readonly<Record<string, string>>;
}
