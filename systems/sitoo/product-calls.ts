import { z } from 'zod';
import type { SitooProductId } from '../../domain/ids.js';
import { parseMoney } from '../../domain/money.js';
import { chunk } from '../chunk.js';
import { numberOf, textOf } from '../id-schemas.js';
import { SystemProblem } from '../problem.js';
import { errorText } from './answer-problem.js';
import { batchAnswer, collection } from './answers.js';
import { tillMoney } from './money.js';
import { ASKED_AT_ONCE, askable, readAll } from './pages.js';
import type { SitooProducts, SitooProductToWrite, WrittenSitooProduct } from './product-port.js';
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

/** Products of the site. A batch answers for each element, in order, inside a 200. */
export function productCalls(transport: SitooTransport, siteId: number): SitooProducts {
  const path = `sites/${siteId}/products.json`;

  async function batch(
    call: { operation: string; method: 'POST' | 'PUT'; path: string },
    skus: readonly string[],
    body: readonly object[],
  ): Promise<WrittenSitooProduct[]> {
    if (body.length === 0) return [];
    const answered = await transport.send({ ...call, lane: LANE, body }, batchAnswer);
    if (answered.length !== body.length)
      throw new SystemProblem({
        kind: 'unknown-outcome',
        system: 'sitoo',
        operation: call.operation,
        sentence: `Sitoo answered ${answered.length} results to ${body.length} products; look before they are sent again.`,
      });
    return skus.map((sku, i) => {
      const result = answered[i];
      if (result === undefined || result.statuscode >= 400) return { sku, refused: errorText(result, undefined) };
      return typeof result.return === 'number' ? { sku, id: textOf<SitooProductId>(result.return) } : { sku };
    });
  }

  const bodyOf = ({ id, sku, name, barcode, active, priceMinor }: SitooProductToWrite, currency: string) => ({
    ...(id === undefined ? {} : { productid: numberOf(id) }),
    sku,
    title: name,
    // An empty text takes a barcode away; null is refused with 400.
    barcode,
    active,
    activepos: active,
    ...(priceMinor === undefined ? {} : { moneyprice: tillMoney({ minor: priceMinor, currency }) }),
  });
  const skusOf = (products: readonly { readonly sku: string }[]) => products.map(({ sku }) => sku);

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
        collection(productAnswer),
      );
      const rows = items.flatMap(({ productid, sku, title, barcode, moneyprice, activepos, active }) =>
        sku
          ? [
              {
                id: productid,
                sku,
                name: title ?? '',
                barcode: barcode ?? '',
                active: activepos ?? active ?? true,
                priceMinor: moneyprice ? parseMoney(moneyprice, currency).minor : 0,
              },
            ]
          : [],
      );
      const next = start + items.length;
      return items.length > 0 && next < totalcount ? { rows, next } : { rows };
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
      batch(
        { operation: 'POST products', method: 'POST', path },
        skusOf(products),
        products.map((product) => bodyOf(product, currency)),
      ),
    changeProducts: (products, currency) =>
      batch(
        { operation: 'PUT products', method: 'PUT', path },
        skusOf(products),
        products.map((product) => bodyOf(product, currency)),
      ),
    setPrices: (pricelist, prices, currency) =>
      batch(
        {
          operation: 'PUT pricelistitems',
          method: 'PUT',
          path: `sites/${siteId}/pricelists/${pricelist}/pricelistitems.json`,
        },
        skusOf(prices),
        prices.map(({ sku, priceMinor }) => ({ sku, moneyprice: tillMoney({ minor: priceMinor, currency }) })),
      ),
  };
}
