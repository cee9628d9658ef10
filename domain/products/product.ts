import { describeMoney } from '../money.js';
import { comparableBarcode } from './barcode.js';
import type { TaxGroup } from './vat-group.js';

/** The systems downstream of the web shop that hold replicas of its products. */
export type ProductSystem = 'sitoo' | 'wms';
export const PRODUCT_SYSTEMS = ['sitoo', 'wms'] as const satisfies readonly ProductSystem[];

/** What people call them. */
export const SYSTEM_NAMES = { sitoo: 'Sitoo', wms: 'the warehouse system' } as const satisfies Record<
  ProductSystem,
  string
>;

/** What one system says about a product. */
export interface ProductState {
  readonly name: string;
  /** Empty when there is none. */
  readonly barcode: string;
  readonly active: boolean;
  /** Minor units of the brand's currency; left out where there is no price, and always in the warehouse. */
  readonly priceMinor?: number;
  /** Left out where nobody has said anything of it, and always at the tills. */
  readonly customs?: ProductCustoms;
}

/** What customs ask of goods; each left out where the system does not say it. */
export interface ProductCustoms {
  /** ISO 3166-1 alpha-2. */
  readonly originCountry?: string;
  /** Code of the harmonised system. */
  readonly tariffNumber?: string;
  readonly description?: string;
}

/** A product as the web shop, its master, has it. */
export interface MasterProduct extends ProductState {
  readonly sku: string;
  /** Left out where the web shop leaves it to its store, or the brand does not read it. */
  readonly taxGroup?: TaxGroup;
}

/** A product as a system downstream has it. */
export interface ProductReplica {
  readonly sku: string;
  /** Its state when it was last read there, or when we wrote it since; left out when it does not exist there. */
  readonly seen?: ProductState;
  /** What we last wrote; left out when we never did. */
  readonly written?: ProductState;
  /** What a person said may stay as it is. */
  readonly accepted?: ProductState;
  /** A person said that ours shall be written, whatever is there. */
  readonly forced?: true;
  /** Why it was refused when we last wrote it. */
  readonly refused?: string;
}

export const FIELDS = ['name', 'price', 'barcode', 'status', 'customs'] as const;
export type ProductField = (typeof FIELDS)[number];

/** The fields that each system is given: the warehouse sells nothing, so it has no price; a till declares nothing. */
export const FIELDS_OF: Readonly<Record<ProductSystem, readonly ProductField[]>> = {
  sitoo: ['name', 'price', 'barcode', 'status'],
  wms: ['name', 'barcode', 'status', 'customs'],
};

/** What happens when a field is edited downstream: a person is asked, or the web shop's value is written again. */
export type OnDownstreamEdit = 'flag' | 'revert';
export type FieldOwnership = Readonly<Record<ProductField, OnDownstreamEdit>>;

type Figure = string | number | boolean | undefined;

const FIGURES: Readonly<Record<Exclude<ProductField, 'customs'>, (state: ProductState) => Figure>> = {
  name: ({ name }) => name,
  price: ({ priceMinor }) => priceMinor,
  barcode: ({ barcode }) => comparableBarcode(barcode),
  status: ({ active }) => active,
};

const CUSTOMS = ['originCountry', 'tariffNumber', 'description'] as const satisfies readonly (keyof ProductCustoms)[];

/** Of what nobody has said anything there is nothing to compare; what one has left out, the other may have of its own. */
const customsDiffer = (ours: ProductCustoms | undefined, theirs: ProductCustoms | undefined): boolean =>
  ours !== undefined &&
  theirs !== undefined &&
  CUSTOMS.some((name) => ours[name] !== undefined && ours[name] !== theirs[name]);

/** Fields in which a state is not what we would have it, of those that the system is given. */
export const differing = (system: ProductSystem, ours: ProductState, theirs: ProductState): ProductField[] =>
  FIELDS_OF[system].filter((field) =>
    field === 'customs' ? customsDiffer(ours.customs, theirs.customs) : FIGURES[field](ours) !== FIGURES[field](theirs),
  );

/** A value as a person reads it. `currency`: of the brand; where nobody says it, amounts are taken for hundredths. */
export function formatField(state: ProductState, field: ProductField, currency: string | undefined): string {
  if (field === 'status') return state.active ? 'active' : 'inactive';
  if (field === 'price') return state.priceMinor === undefined ? 'nothing' : formatPrice(state.priceMinor, currency);
  if (field === 'customs') {
    const said = CUSTOMS.flatMap((name) => state.customs?.[name] ?? []);
    return said.length === 0 ? 'nothing' : `"${said.join(', ')}"`;
  }
  return state[field] === '' ? 'nothing' : `"${state[field]}"`;
}

const formatPrice = (minor: number, currency: string | undefined): string =>
  currency === undefined ? (minor / 100).toFixed(2) : describeMoney({ minor, currency });

/** The part of a master that a system is given. */
export function publishedTo(system: ProductSystem, master: ProductState): ProductState {
  const { name, barcode, active, priceMinor, customs } = master;
  return {
    name,
    barcode,
    active,
    ...(system === 'sitoo' && priceMinor !== undefined ? { priceMinor } : {}),
    ...(system === 'wms' && customs !== undefined ? { customs } : {}),
  };
}
