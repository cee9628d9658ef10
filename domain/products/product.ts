import { comparableBarcode } from './barcode.js';

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
}

/** A product as the web shop, its master, has it. */
export interface MasterProduct extends ProductState {
  readonly sku: string;
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

export const FIELDS = ['name', 'price', 'barcode', 'status'] as const;
export type ProductField = (typeof FIELDS)[number];

/** The fields that each system is given: the warehouse sells nothing, so it has no price. */
export const FIELDS_OF: Readonly<Record<ProductSystem, readonly ProductField[]>> = {
  sitoo: FIELDS,
  wms: ['name', 'barcode', 'status'],
};

/** What happens when a field is edited downstream: a person is asked, or the web shop's value is written again. */
export type OnDownstreamEdit = 'flag' | 'revert';
export type FieldOwnership = Readonly<Record<ProductField, OnDownstreamEdit>>;

const figureOf = (state: ProductState, field: ProductField): string | number | boolean | undefined =>
  field === 'status' ? state.active : field === 'price' ? state.priceMinor : state[field];

const comparable = (state: ProductState, field: ProductField): string | number | boolean | undefined =>
  field === 'barcode' ? comparableBarcode(state.barcode) : figureOf(state, field);

/** Fields in which two states differ, of those that the system is given. */
export const differing = (system: ProductSystem, one: ProductState, other: ProductState): ProductField[] =>
  FIELDS_OF[system].filter((field) => comparable(one, field) !== comparable(other, field));

/** A value as a person reads it. */
export function formatField(state: ProductState, field: ProductField): string {
  const value = figureOf(state, field);
  if (field === 'status') return value === true ? 'active' : 'inactive';
  if (value === undefined || value === '') return 'nothing';
  return field === 'price' ? `${(Number(value) / 100).toFixed(2)}` : `"${value}"`;
}

/** The part of a master that a system is given. */
export function publishedTo(system: ProductSystem, { name, barcode, active, priceMinor }: ProductState): ProductState {
  return { name, barcode, active, ...(system === 'sitoo' && priceMinor !== undefined ? { priceMinor } : {}) };
}
