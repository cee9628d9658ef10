/** The world a simulator starts from; the same lines for all three, each takes what concerns it. */
export interface World {
  readonly currency: string;
  readonly locations: readonly WorldLocation[];
  readonly products: readonly WorldProduct[];
  readonly stock: readonly { readonly location: string; readonly sku: string; readonly quantity: number }[];
}

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
