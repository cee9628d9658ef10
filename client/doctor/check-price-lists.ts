import type { Brand } from '../../domain/brand.js';
import { candidatesIn, describeAmbiguousList } from '../../domain/products/price-list.js';
import type { CentraPort } from '../../systems/centra/port.js';
import { SystemProblem } from '../../systems/problem.js';
import { type Finding, good, problem, warning } from './finding.js';

/** Which prices tills get must be said, not guessed: one list may be that of the staff. Looks at the first page of prices. */
export async function checkPriceLists(
  brand: Pick<Brand, 'currency' | 'products'>,
  centra: Pick<CentraPort, 'pricePage' | 'campaignPage'>,
): Promise<Finding[]> {
  const check = 'price list of the tills';
  if (brand.products.sync === 'off') return [];
  const { rows } = await centra.pricePage(0);
  const lists = candidatesIn(
    rows.flatMap(({ prices }) => prices),
    brand,
  );
  const campaigns = await checkCampaigns(centra);
  const { pricelist } = brand.products;
  if (pricelist === undefined)
    return [
      ...campaigns,
      lists.length > 1
        ? problem(check, describeAmbiguousList(lists, brand))
        : good(check, lists.length === 1 ? `the only one in ${brand.currency}` : 'no prices yet'),
    ];
  if (lists.length === 0 || lists.includes(pricelist)) return [...campaigns, good(check, `list ${pricelist}`)];
  return [
    ...campaigns,
    warning(
      check,
      `no product among the first ${rows.length} has a price in list ${pricelist} in ${brand.currency}; there are lists ${lists.join(', ')}. Check products.pricelist.`,
    ),
  ];
}

/** Campaigns need a permission of their own; without it tills keep the prices of their list. */
async function checkCampaigns(centra: Pick<CentraPort, 'campaignPage'>): Promise<Finding[]> {
  try {
    await centra.campaignPage(0);
    return [];
  } catch (err) {
    if (!(err instanceof SystemProblem)) throw err;
    return [
      warning('campaign prices', `tills do not get them: ${err.message} Give the token the permission Campaign:read.`),
    ];
  }
}
