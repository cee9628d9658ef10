import type { MasterProduct, ProductReplica, ProductState, ProductSystem } from '../../domain/products/product.js';

/** What is read whole, page by page. */
export type ProductReading = 'masters' | 'prices' | ProductSystem;

/** Where a reading stands; saved together with the rows of its page. */
export interface ReadingPage {
  readonly reading: number;
  /** Where to go on; left out when this was the last page. */
  readonly next?: string;
}

export interface MasterRow extends Omit<MasterProduct, 'priceMinor'> {
  readonly variant: number;
  readonly size: number;
  /** The product and the variant are active; `active` wants the size to be so too. */
  readonly offered: boolean;
}

export interface SeenProduct extends ProductState {
  readonly sku: string;
  /** The id that the system itself gives it. */
  readonly ref?: string;
}

/** A product to be written. */
export interface DueProduct {
  readonly sku: string;
  readonly wanted: ProductState;
  readonly ref?: string;
  /** An earlier attempt may have taken effect: look before creating it. */
  readonly attempted: boolean;
}

export interface ProductProgress {
  readonly masters: number;
  readonly priced: number;
  readonly systems: Readonly<Record<ProductSystem, { there: number; due: number; refused: number }>>;
}

export interface ShownProduct {
  readonly master?: MasterProduct;
  readonly replicas: readonly (ProductReplica & {
    readonly system: ProductSystem;
    readonly due: boolean;
    readonly refused?: string;
    readonly writtenAt?: string;
  })[];
}

/** The products of a brand, above and below, in PostgreSQL. */
export interface ProductStore {
  /** Begins a reading of everything, or goes on with the one that broke off. */
  beginReading(what: ProductReading): Promise<{ reading: number; position?: string }>;
  /** Saves masters; with a page of a reading, also where it stands. After the last page, what was not seen is gone. */
  saveMasters(rows: readonly MasterRow[], page?: ReadingPage): Promise<void>;
  savePrices(rows: readonly { variant: number; priceMinor?: number }[], page?: ReadingPage): Promise<void>;
  /** Barcode and own status of sizes that are known already. */
  saveSizes(rows: readonly { size: number; barcode: string; active: boolean }[]): Promise<void>;
  saveReplicas(system: ProductSystem, rows: readonly SeenProduct[], page?: ReadingPage): Promise<void>;
  masters(): Promise<MasterProduct[]>;
  replicas(system: ProductSystem): Promise<ProductReplica[]>;
  /** Puts exactly these products on the list of what is to be written. */
  setDue(system: ProductSystem, skus: readonly string[]): Promise<void>;
  /** What is seen there is what we would have written. */
  agree(system: ProductSystem, skus: readonly string[]): Promise<void>;
  /** A person wants ours to be written, whatever is there. */
  force(system: ProductSystem, sku: string): Promise<void>;
  due(system: ProductSystem, limit: number): Promise<DueProduct[]>;
  /** Before the call: what will be written. */
  writing(system: ProductSystem, rows: readonly Pick<DueProduct, 'sku' | 'wanted'>[]): Promise<void>;
  /** After the call: what each product's own result was. */
  wrote(
    system: ProductSystem,
    rows: readonly { sku: string; wanted: ProductState; ref?: string; refused?: string }[],
  ): Promise<void>;
  /** A person lets a product stand as it is. */
  accept(system: ProductSystem, sku: string): Promise<void>;
  /** SKUs that were written at or after a moment (ISO), anywhere or in one system. */
  writtenSince(moment: string, system?: ProductSystem): Promise<Set<string>>;
  show(sku: string): Promise<ShownProduct>;
  progress(): Promise<ProductProgress>;
}
