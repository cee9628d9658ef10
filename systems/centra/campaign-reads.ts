import { z } from 'zod';
import type { CentraClient } from './client.js';
import { isActive } from './codes.js';
import { CampaignPageDocument } from './generated/documents.js';
import type { CentraCampaignPrice, CentraProducts } from './product-port.js';

/** Displays in one call: every campaign price that they may have counts against the complexity budget. */
export const CAMPAIGN_DISPLAYS_A_PAGE = 50;
/** Campaign prices of a display in one answer. */
const VARIANTS_A_PAGE = 100;

const campaignVariant = z.object({
  id: z.int(),
  status: z.string(),
  startAt: z.string(),
  stopAt: z.string(),
  discountPercent: z.number().nullish(),
  fixedPrice: z.object({ value: z.number(), currency: z.object({ code: z.string() }) }).nullish(),
  productVariant: z.object({ id: z.int() }),
});
const answer = z.object({
  displays: z.array(z.object({ id: z.int(), campaignVariants: z.array(campaignVariant) })),
});

/**
 * Reading the prices that campaigns set. They are read apart from the price lists: they need a permission of their own, and
 * nothing else may fail without it.
 */
export function createCampaignReads(client: CentraClient): CentraProducts['campaignPage'] {
  const read = async (page: number, variantsPage: number) => {
    const { displays } = await client.read({
      operation: 'displays',
      document: CampaignPageDocument,
      variables: {
        limit: CAMPAIGN_DISPLAYS_A_PAGE,
        page,
        variants: VARIANTS_A_PAGE,
        variantsPage,
        ...client.ofStore,
      },
      answer,
      lane: 'bulk',
    });
    return displays;
  };

  return async (page) => {
    const rows: CentraCampaignPrice[] = [];
    for (let variantsPage = 1; ; variantsPage += 1) {
      const displays = await read(page, variantsPage);
      rows.push(...displays.flatMap(({ campaignVariants }) => campaignVariants.flatMap(campaignPrice)));
      if (displays.every(({ campaignVariants }) => campaignVariants.length < VARIANTS_A_PAGE))
        return { rows, more: displays.length >= CAMPAIGN_DISPLAYS_A_PAGE };
    }
  };
}

/** One that is switched off, or that sets neither a price nor a discount, is none. */
function campaignPrice(one: z.output<typeof campaignVariant>): CentraCampaignPrice[] {
  const { id, startAt, stopAt, discountPercent, fixedPrice, productVariant } = one;
  if (!isActive(one.status)) return [];
  const at = { id, variant: productVariant.id, startsAtMs: Date.parse(startAt), endsAtMs: Date.parse(stopAt) };
  if (fixedPrice) return [{ ...at, fixed: { value: fixedPrice.value, currency: fixedPrice.currency.code } }];
  return discountPercent == null ? [] : [{ ...at, discountPercent }];
}
