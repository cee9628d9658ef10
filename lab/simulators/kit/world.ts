import type { System } from '../../../domain/names.js';

/** The world a simulator starts from; the same lines for all three, each takes what concerns it. */
export interface World {
  readonly currency: string;
  /** The systems that the brand of this world has; all three when left out. */
  readonly systems?: readonly System[];
  readonly locations: readonly WorldLocation[];
  readonly products: readonly WorldProduct[];
  readonly stock: readonly { readonly location: string; readonly sku: string; readonly quantity: number }[];
}

/** Whether the brand of a world has a system. */
export const hasSimulated = ({ systems }: Pick<World, 'systems'>, system: System): boolean =>
  systems?.includes(system) ?? true;

export interface WorldLocation {
  /** Our location id, e.g. `store-03`. */
  readonly id: string;
  readonly kind: 'store' | 'warehouse';
  readonly name: string;
  readonly centraWarehouse: number;
  readonly sitooWarehouse: number;
  /** Only warehouses. */
  readonly wmsWarehouse?: number;
}

export interface WorldProduct {
  readonly sku: string;
  readonly barcode: string;
  readonly name: string;
  readonly priceMinor: number;
  /** Systems that do not know it, to play the unknown SKU. */
  readonly missingIn?: readonly ('centra' | 'sitoo' | 'wms')[];
}
