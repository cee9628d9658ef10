import { describe, expect, it } from '@jest/globals';
import type { Dependencies } from '../../activities/dependencies.js';
import { COMPARED_AT_ONCE, productComparer } from '../../activities/products/compare.js';
import type { MasterProduct, ProductReplica, ProductSystem } from '../../domain/products/product.js';
import type { Records } from '../../systems/database/port.js';
import type { PieceOfProducts } from '../../systems/database/products-port.js';
import { auditOf } from '../support/audit-products.js';
import { inActivity } from '../support/in-activity.js';
import { testBrand } from '../support/web-order.js';

const PRODUCTS = 2 * COMPARED_AT_ONCE + 7;
const skuOf = (n: number): string => `S-${String(n).padStart(6, '0')}`;

/** Products of which many differ: shared barcodes, renames, missing ones and edits lie on different pieces. */
const masters: MasterProduct[] = Array.from({ length: PRODUCTS }, (_, n) => ({
  sku: skuOf(n),
  name: `Article ${n}`,
  barcode: n % 700 === 0 ? '7399999999999' : String(7_300_000_000_000 + n),
  active: n % 11 !== 0,
  ...(n % 13 === 0 ? {} : { priceMinor: 100 + n }),
}));
const replicaOf = (
  system: ProductSystem,
  { sku, name, barcode, active, priceMinor = 1 }: MasterProduct,
  n: number,
): ProductReplica => {
  const written = { name, barcode, active, ...(system === 'sitoo' ? { priceMinor } : {}) };
  if (n % 17 === 0) return { sku };
  if (n % 19 === 0) return { sku: `${sku}-FORMER`, seen: written };
  return { sku, seen: n % 5 === 0 ? { ...written, name: 'Edited' } : written, ...(n % 3 === 0 ? {} : { written }) };
};
const replicas = {
  sitoo: masters.map((master, n) => replicaOf('sitoo', master, n)),
  wms: masters.map((master, n) => replicaOf('wms', master, n + 1)),
};

const inPieces = <T extends { readonly sku: string }>(rows: readonly T[]) => {
  const sorted = [...rows].sort((a, b) => (a.sku < b.sku ? -1 : 1));
  return ({ after, limit }: PieceOfProducts): T[] => sorted.filter(({ sku }) => sku > after).slice(0, limit);
};

describe('the comparison of products', () => {
  it('Products that are compared a piece at a time give what comparing all of them together gives', async () => {
    const brand = testBrand();
    const [pieces, ofSystem] = [inPieces(masters), { sitoo: inPieces(replicas.sitoo), wms: inPieces(replicas.wms) }];
    const largest: number[] = [];
    const store: Partial<Records['products']> = {
      priceLists: async () => [11],
      unreadable: async () => [],
      masters: async (piece: PieceOfProducts) => {
        const rows = pieces(piece);
        largest.push(rows.length);
        return rows;
      },
      replicas: async (system: ProductSystem, piece: PieceOfProducts) => ofSystem[system](piece),
      replicasOf: async (system: ProductSystem, skus: readonly string[]) => {
        const wanted = new Set(skus);
        return replicas[system].filter(({ sku }) => wanted.has(sku));
      },
    };
    // Only what a comparison that does nothing touches.
    const records: Partial<Records> = { products: store as Records['products'] };
    const needs: Partial<Dependencies> = { brand, records: records as Records };
    const comparer = productComparer(needs as Dependencies, { rule: async () => () => 'unsaid' });
    const report = await inActivity(() => comparer.compareProducts({ act: false }));
    const { fields } = brand.products;
    const whole = auditOf({
      masters,
      replicas,
      currency: brand.currency,
      ownership: {
        name: fields.name.onDownstreamEdit,
        price: fields.price.onDownstreamEdit,
        barcode: fields.barcode.onDownstreamEdit,
        status: fields.status.onDownstreamEdit,
        customs: fields.customs.onDownstreamEdit,
      },
    });
    const counts: Record<string, number> = {};
    for (const { kind } of whole.divergences) counts[kind] = (counts[kind] ?? 0) + 1;
    expect(Object.keys(counts).length).toBeGreaterThan(4);
    expect(report).toMatchObject({
      products: PRODUCTS,
      total: whole.divergences.length,
      counts,
      due: { sitoo: whole.due.sitoo.length, wms: whole.due.wms.length },
    });
    expect(Math.max(...largest)).toBe(COMPARED_AT_ONCE);
  });
});
