import { z } from 'zod';
import type { SimulatorControl } from '../../simulators/control.js';

/** A product as the web shop has it. */
export interface ExpectedProduct {
  readonly sku: string;
  readonly barcode: string;
  readonly name: string;
  readonly priceMinor: number;
}

const product = { sku: z.string(), barcode: z.string(), name: z.string(), active: z.boolean() };
const tills = z.object({ products: z.array(z.object({ ...product, priceMinor: z.number() })) });
const warehouse = z.object({ articles: z.array(z.object(product)) });

/**
 * Counts what is wrong in the books of tills and warehouse: products that they do not have as the web shop has them and on
 * offer, and rows beyond one for each. The warehouse knows no prices.
 */
export async function wrongDownstream(
  controls: Readonly<Record<'sitoo' | 'wms', Pick<SimulatorControl, 'read'>>>,
  wanted: readonly ExpectedProduct[],
): Promise<{ readonly sitoo: number; readonly wms: number }> {
  const { products } = await controls.sitoo.read('books', tills);
  const { articles } = await controls.wms.read('books', warehouse);
  return {
    sitoo: countWrong(wanted, products, (p) => [p.barcode, p.name, p.priceMinor]),
    wms: countWrong(wanted, articles, (p) => [p.barcode, p.name]),
  };
}

function countWrong<R extends { readonly sku: string; readonly active: boolean }>(
  wanted: readonly ExpectedProduct[],
  rows: readonly R[],
  fields: (row: R | ExpectedProduct) => readonly unknown[],
): number {
  const bySku = new Map(rows.map((row) => [row.sku, row]));
  const there = wanted.filter(({ sku }) => bySku.has(sku)).length;
  const otherwise = wanted.filter((right) => {
    const row = bySku.get(right.sku);
    return !row?.active || JSON.stringify(fields(row)) !== JSON.stringify(fields(right));
  }).length;
  return otherwise + (rows.length - there);
}
