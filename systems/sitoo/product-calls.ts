import { z } from 'zod';
import { chunk } from '../../domain/chunk.js';
import type { SitooProductId } from '../../domain/ids.js';
import { parseMoney } from '../../domain/money.js';
import type { TillVatGroup } from '../../domain/products/vat-group.js';
import { rowOf } from '../answers-seen.js';
import { numberOf, textOf } from '../id-schemas.js';
import { SystemProblem } from '../problem.js';
import { eachRow, type UnreadableRow } from '../unreadable.js';
import { errorText } from './answer-problem.js';
import { batchAnswer, collection } from './answers.js';
import { tillMoney } from './money.js';
import { ASKED_AT_ONCE, askable, readAll } from './pages.js';
import type { SitooProduct, SitooProducts, SitooProductToWrite, WrittenSitooProduct } from './product-port.js';
import type { SitooTransport } from './transport.js';

/** 1,000 rows a page have been seen to work; the real maximum is not published. */
export const PRODUCTS_A_PAGE = 1_000;
const LANE = 'bulk';
const FIELDS = ['productid', 'sku', 'title', 'barcode', 'moneyprice', 'activepos', 'active'];

const productAnswer = z.object({
  productid: z
    .int()
    .positive()
    .transform(textOf<SitooProductId>),
  sku: z.string().nullish(),
  title: z.string().nullish(),
  barcode: z.string().nullish(),
  moneyprice: z.string().nullish(),
  activepos: z.boolean().nullish(),
  active: z.boolean().nullish(),
});
const idAnswer = productAnswer.pick({ productid: true, sku: true });
/** A group of products with its VAT; several groups may have the same. */
const vatGroupAnswer = z.object({ vatid: z.int(), value: z.coerce.number(), productgroupname: z.string().nullish() });

/** Products of the site. A batch answers for each element, in order, inside a 200. */
export function productCalls(transport: SitooTransport, siteId: number): SitooProducts {
  const path = `sites/${siteId}/products.json`;

  /** Sends what can be written; what cannot, such as an amount of three decimals, is refused by itself. */
  async function batch<T extends { readonly sku: string }>(
    call: { operation: string; method: 'POST' | 'PUT'; path: string },
    items: readonly T[],
    write: (item: T) => object,
  ): Promise<WrittenSitooProduct[]> {
    const refused: WrittenSitooProduct[] = [];
    const written = items.flatMap((item) => {
      try {
        return [{ sku: item.sku, body: write(item) }];
      } catch (err) {
        if (!(err instanceof SystemProblem) || err.kind !== 'rejected') throw err;
        refused.push({ sku: item.sku, refused: err.message });
        return [];
      }
    });
    return [...refused, ...(await send(call, written))];
  }

  async function send(
    call: { operation: string; method: 'POST' | 'PUT'; path: string },
    items: readonly { readonly sku: string; readonly body: object }[],
  ): Promise<WrittenSitooProduct[]> {
    if (items.length === 0) return [];
    const body = items.map((item) => item.body);
    const answered = await transport.send({ ...call, lane: LANE, body }, batchAnswer);
    if (answered.length !== body.length)
      throw new SystemProblem({
        kind: 'unknown-outcome',
        system: 'sitoo',
        operation: call.operation,
        sentence: `Sitoo answered ${answered.length} results to ${body.length} products; look before they are sent again.`,
      });
    return items.map(({ sku }, i) => {
      const result = answered[i];
      if (result === undefined || result.statuscode >= 400) return { sku, refused: errorText(result, undefined) };
      return typeof result.return === 'number' ? { sku, id: textOf<SitooProductId>(result.return) } : { sku };
    });
  }

  const bodyOf = ({ id, sku, name, barcode, active, priceMinor, vatId }: SitooProductToWrite, currency: string) => ({
    ...(id === undefined ? {} : { productid: numberOf(id) }),
    ...(vatId === undefined ? {} : { vatid: vatId }),
    sku,
    title: name,
    // An empty text takes a barcode away; null is refused with 400.
    barcode,
    active,
    activepos: active,
    ...(priceMinor === undefined ? {} : { moneyprice: tillMoney({ minor: priceMinor, currency }) }),
  });

  return {
    async productPage(start, currency) {
      const { items, totalcount } = await transport.send(
        {
          operation: 'GET products',
          method: 'GET',
          path,
          lane: LANE,
          query: { includeinactive: true, sort: 'productid', fields: FIELDS, start, num: PRODUCTS_A_PAGE },
        },
        collection(rowOf(productAnswer)),
      );
      const parsed = eachRow(items, {
        idOf: (item) => String(idAnswer.pick({ productid: true }).safeParse(item).data?.productid ?? ''),
        read: (item) => readProduct(item, currency),
      });
      const next = start + items.length;
      return { ...withSku(parsed), ...(items.length > 0 && next < totalcount ? { next } : {}) };
    },
    async vatGroups() {
      const call = { operation: 'GET productgroups', path: `sites/${siteId}/productgroups.json`, lane: LANE } as const;
      const groups = new Map<number, TillVatGroup>();
      for (const { vatid, value, productgroupname } of await readAll(transport, call, vatGroupAnswer))
        groups.set(vatid, { id: vatid, percent: value, name: productgroupname ?? '' });
      return [...groups.values()].sort((a, b) => a.id - b.id);
    },
    async productIds(skus) {
      const wanted = new Set(askable(skus));
      const ids = new Map<string, SitooProductId>();
      for (const some of chunk([...wanted], ASKED_AT_ONCE)) {
        const query = { sku: some, includeinactive: true, fields: ['productid', 'sku'] };
        for (const row of await readAll(transport, { operation: 'GET products', path, lane: LANE, query }, idAnswer))
          if (row.sku && wanted.has(row.sku)) ids.set(row.sku, row.productid);
      }
      return ids;
    },
    createProducts: (products, currency) =>
      batch({ operation: 'POST products', method: 'POST', path }, products, (product) => bodyOf(product, currency)),
    changeProducts: (products, currency) =>
      batch({ operation: 'PUT products', method: 'PUT', path }, products, (product) => bodyOf(product, currency)),
    setPrices: (pricelist, prices, currency) =>
      batch(
        {
          operation: 'PUT pricelistitems',
          method: 'PUT',
          path: `sites/${siteId}/pricelists/${pricelist}/pricelistitems.json`,
        },
        prices,
        ({ sku, priceMinor }) => ({ sku, moneyprice: tillMoney({ minor: priceMinor, currency }) }),
      ),
  };
}

type ReadProduct = Omit<SitooProduct, 'sku'> & { readonly sku: string | undefined };

/** The product, or why it cannot be used. */
function readProduct(item: unknown, currency: string): ReadProduct | string {
  const parsed = productAnswer.safeParse(item);
  if (!parsed.success) return `These fields are not as they should be: ${fieldsOf(parsed.error)}.`;
  const { productid, sku, title, barcode, moneyprice, activepos, active } = parsed.data;
  try {
    return {
      id: productid,
      sku: sku ?? undefined,
      name: title ?? '',
      barcode: barcode ?? '',
      active: activepos ?? active ?? true,
      priceMinor: moneyprice ? parseMoney(moneyprice, currency).minor : 0,
    };
  } catch (err) {
    if (err instanceof RangeError) return `Its price is none: ${err.message}.`;
    throw err;
  }
}

const fieldsOf = (error: z.ZodError): string => error.issues.map((issue) => issue.path.join('.')).join(', ');

/** A product without a SKU is nobody's replica. */
const withSku = ({ rows, unreadable }: { rows: readonly ReadProduct[]; unreadable: readonly UnreadableRow[] }) => ({
  rows: rows.flatMap(({ sku, ...product }): SitooProduct[] =>
    sku === undefined || sku === '' ? [] : [{ ...product, sku }],
  ),
  unreadable,
});
