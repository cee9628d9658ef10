import { idIn, locationsOf } from '../../../domain/locations.js';
import type { SitooPort } from '../../../systems/sitoo/port.js';
import type { Dependencies } from '../../dependencies.js';
import type { StockPublisher, Why } from './stock-publisher.js';

export type SitooPublisherNeeds = Pick<Dependencies, 'brand'> & {
  /** Names that SKUs had before the web shop renamed them: Sitoo may still use them. */
  readonly formerNames?: (skus: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;
  readonly sitoo: Pick<SitooPort, 'knownSkus' | 'setStock'>;
};

/** Publishes absolute levels of a virtual warehouse to Sitoo. Each item has a result of its own, and a repeat changes nothing. */
export function sitooPublisher({ brand, sitoo, formerNames }: SitooPublisherNeeds): StockPublisher {
  /** What Sitoo calls renamed SKUs: by their present name, else by a former one that it knows. */
  async function namesAtSitoo(skus: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const former = (await formerNames?.(skus)) ?? new Map<string, string[]>();
    if (former.size === 0) return new Map();
    const known = await sitoo.knownSkus([...former].flatMap(([sku, names]) => [sku, ...names]));
    return new Map(
      [...former].map(([sku, names]) => [sku, known.has(sku) ? sku : (names.find((name) => known.has(name)) ?? sku)]),
    );
  }

  /** Lines whose product Sitoo does not have. */
  async function missing(lines: readonly { readonly sku: string }[]): Promise<Map<string, Why>> {
    if (lines.length === 0) return new Map();
    const known = await sitoo.knownSkus(lines.map(({ sku }) => sku));
    return new Map(lines.filter(({ sku }) => !known.has(sku)).map(({ sku }) => [sku, { reason: 'no-product' }]));
  }

  return {
    async send(batch, isStillOurs) {
      const names = await namesAtSitoo(batch.lines.map(({ sku }) => sku));
      const skuOf = new Map([...names].map(([sku, name]) => [name, sku]));
      const levels = batch.lines.map(({ sku, quantity }) => ({ sku: names.get(sku) ?? sku, total: quantity }));
      const results = await sitoo.setStock(idIn(locationsOf(brand).get(batch.location), 'sitoo'), levels, isStillOurs);
      const refused = results.flatMap(({ sku, refused }) =>
        refused === undefined ? [] : [{ sku: skuOf.get(sku) ?? sku, sentence: refused }],
      );
      const reasons = await missing(refused);
      return { refused: refused.map((line) => ({ ...line, ...reasons.get(line.sku) })) };
    },
    whyRefused: ({ lines }) => missing(lines),
    allowances: async () => [],
  };
}
