import { comparableBarcode } from './barcode.js';
import { nearTwins, seenAs } from './near-twins.js';
import type { MasterProduct, ProductReplica, ProductSystem } from './product.js';
import { type BarcodeHolder, sharedBarcodes } from './shared-barcodes.js';

/** What one product alone does not tell: made of all of them, a few fields of each. */
export interface Overview {
  /** The SKUs of the web shop. */
  readonly masters: ReadonlySet<string>;
  /** Its SKU by barcode, in comparable form, and by what the eye sees of it. */
  readonly byBarcode: ReadonlyMap<string, string>;
  readonly bySight: ReadonlyMap<string, string>;
  /** Active products of the web shop that share a barcode, and that a person cannot tell apart. */
  readonly sharedUpstream: ReadonlyMap<string, readonly string[]>;
  readonly twinsUpstream: readonly (readonly string[])[];
  /** SKUs that share a barcode in the web shop. */
  readonly ambiguous: ReadonlySet<string>;
  readonly downstream: Readonly<Record<ProductSystem, Downstream>>;
}

export interface Downstream {
  /** SKUs that the system has. */
  readonly seen: ReadonlySet<string>;
  readonly shared: ReadonlyMap<string, readonly string[]>;
}

/** Builds an overview from pages of products, in any order. */
export function overviewOf(): {
  addMasters(masters: readonly MasterProduct[]): void;
  addReplicas(system: ProductSystem, replicas: readonly ProductReplica[]): void;
  done(): Overview;
} {
  const masters: BarcodeHolder[] = [];
  const replicas: Record<ProductSystem, BarcodeHolder[]> = { sitoo: [], wms: [] };
  return {
    addMasters(page) {
      for (const { sku, barcode, active } of page) masters.push({ sku, barcode, active });
    },
    addReplicas(system, page) {
      for (const { sku, seen } of page)
        if (seen) replicas[system].push({ sku, barcode: seen.barcode, active: seen.active });
    },
    done() {
      const sharedUpstream = sharedBarcodes(masters);
      const downstream = (system: ProductSystem): Downstream => ({
        seen: new Set(replicas[system].map(({ sku }) => sku)),
        shared: sharedBarcodes(replicas[system]),
      });
      return {
        masters: new Set(masters.map(({ sku }) => sku)),
        byBarcode: new Map(
          masters.filter(({ barcode }) => barcode !== '').map(({ sku, barcode }) => [comparableBarcode(barcode), sku]),
        ),
        bySight: new Map(masters.map(({ sku }) => [seenAs(sku), sku])),
        sharedUpstream,
        twinsUpstream: nearTwins(masters.filter(({ active }) => active).map(({ sku }) => sku)),
        ambiguous: new Set([...sharedUpstream.values()].flat()),
        downstream: { sitoo: downstream('sitoo'), wms: downstream('wms') },
      };
    },
  };
}
