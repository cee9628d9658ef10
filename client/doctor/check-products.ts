import type { Brand } from '../../domain/brand.js';
import type { CentraPort } from '../../systems/centra/port.js';
import { SystemProblem } from '../../systems/problem.js';
import { type Finding, good, problem, warning } from './finding.js';

/** Whether products can be read, with what the brand wants of them: customs data and tax groups need permissions of their own. Reads the first page. */
export async function checkProducts(
  { products }: Pick<Brand, 'products'>,
  centra: Pick<CentraPort, 'productPage'>,
): Promise<Finding[]> {
  const check = 'products of Centra';
  if (products.sync === 'off') return [];
  try {
    const { rows, unreadable } = await centra.productPage(0);
    const [first] = unreadable;
    if (first === undefined) return [good(check, `the first ${rows.length} sizes can be read`)];
    return [
      warning(
        check,
        `${unreadable.length} of the first page cannot be used, such as product ${first.id}: ${first.sentence} All others are.`,
      ),
    ];
  } catch (err) {
    if (!(err instanceof SystemProblem)) throw err;
    const permissions =
      products.customs === 'on' ? ' With products.customs: on the token needs Product.countryOfOrigin:read.' : '';
    return [problem(check, `${err.message}${permissions}`)];
  }
}
