import { scaled } from '../../domain/brand.js';
import type { TaxGroup, TillVatGroup, VatGroupOf } from '../../domain/products/vat-group.js';
import { vatGroupOf } from '../../domain/products/vat-group.js';
import { SystemProblem } from '../../systems/problem.js';
import type { Dependencies } from '../dependencies.js';

/** VAT groups change with the law, and while somebody sets up a site. */
const READ_EVERY_MS = 900_000;
/** Sites whose tills do not show their VAT groups to us. */
const NOT_TOLD: readonly SystemProblem['kind'][] = ['rejected', 'unauthorised', 'malformed-answer'];

export interface VatGroups {
  /** @returns under which VAT group the tills sell a new product, by the tax group that it has in the web shop */
  rule(): Promise<(taxGroup: TaxGroup | undefined) => VatGroupOf>;
}

/** The VAT groups of the tills, read now and then. */
export function tillVatGroups({ brand, sitoo, log }: Pick<Dependencies, 'brand' | 'sitoo' | 'log'>): VatGroups {
  let known: { readonly groups: readonly TillVatGroup[] | undefined; readonly atMs: number } | undefined;

  async function groups(): Promise<readonly TillVatGroup[] | undefined> {
    try {
      return await sitoo.vatGroups();
    } catch (err) {
      if (!(err instanceof SystemProblem) || !NOT_TOLD.includes(err.kind)) throw err;
      log.warn({ why: err.message }, 'the VAT groups of the tills cannot be read');
      return undefined;
    }
  }

  return {
    async rule() {
      if (known === undefined || Date.now() - known.atMs > scaled(brand, READ_EVERY_MS))
        known = { groups: await groups(), atMs: Date.now() };
      const rules = { products: brand.products, atTills: known.groups };
      return (taxGroup) => vatGroupOf(taxGroup, rules);
    },
  };
}
