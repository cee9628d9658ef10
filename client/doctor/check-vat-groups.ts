import type { Brand } from '../../domain/brand.js';
import { vatGroupOf } from '../../domain/products/vat-group.js';
import { SystemProblem } from '../../systems/problem.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import { type Finding, good, problem, warning } from './finding.js';

/** New products are sold under a VAT group of the tills: it must be said, not guessed. */
export async function checkVatGroups(
  { products }: Pick<Brand, 'products'>,
  sitoo: Pick<SitooPort, 'vatGroups'>,
): Promise<Finding[]> {
  const check = 'VAT groups of the tills';
  if (products.sync === 'off') return [];
  const { vatGroups = {}, vatGroup } = products;
  try {
    const atTills = await sitoo.vatGroups();
    const ids = [...Object.values(vatGroups), ...(vatGroup === undefined ? [] : [vatGroup])];
    const missing = ids.filter((id) => !atTills.some((group) => group.id === id));
    if (missing.length > 0)
      return [
        problem(
          check,
          `Sitoo has no VAT group ${missing.join(', ')}: correct products.vatGroups and products.vatGroup. It has ${atTills.map(({ id, percent }) => `${id} (${percent} %)`).join(', ')}.`,
        ),
      ];
    // Of a tax group that nobody has mapped only its products tell.
    const unmapped = products.vatGroups === undefined ? vatGroupOf(undefined, { products, atTills }) : 'unsaid';
    if (unmapped !== 'unsaid' && 'unknown' in unmapped) return [problem(check, unmapped.unknown)];
    return [good(check, `${atTills.length} at the tills`)];
  } catch (err) {
    if (!(err instanceof SystemProblem)) throw err;
    const outcome = named(products)
      ? 'those of the brand file are believed'
      : 'new products get the one that the site gives them';
    return [warning(check, `they cannot be read, so ${outcome}: ${err.message}`)];
  }
}

const named = ({ vatGroups, vatGroup }: Brand['products']): boolean =>
  vatGroups !== undefined || vatGroup !== undefined;
