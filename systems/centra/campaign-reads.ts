import { z } from 'zod';
import { rowOf } from '../answers-seen.js';
import type { UnreadableRow } from '../unreadable.js';
import { type CentraClient, whatIsWrong } from './client.js';
import { isActive } from './codes.js';
import { CampaignPageDocument } from './generated/documents.js';
import type { CentraCampaignPrice, CentraProducts } from './product-port.js';
import { type PageOfRows, pageAt, rowsAfter } from './rows-at.js';

/** Displays in one call: every campaign price that they may have counts against the complexity budget. */
export const CAMPAIGN_DISPLAYS_A_PAGE = 50;
/** Campaign prices of a display in one answer. */
const VARIANTS_A_PAGE = 100;

const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'is no time');
const campaignVariant = z.object({
  id: z.int(),
  status: z.string(),
  startAt: time,
  stopAt: time,
  discountPercent: z.number().min(0).max(100).nullish(),
  fixedPrice: z.object({ value: z.number().nonnegative(), currency: z.object({ code: z.string() }) }).nullish(),
  productVariant: z.object({ id: z.int() }),
});
/** Rows are parsed one by one, so that an odd one hides no other. */
const display = z.object({ id: z.int(), campaignVariants: z.array(rowOf(campaignVariant)) });
const answer = z.object({ displays: z.array(rowOf(display)) });

type Display = z.output<typeof display>;

/**
 * Reading the prices that campaigns set. They are read apart from the price lists: they need a permission of their own, and
 * nothing else may fail without it.
 */
export function createCampaignReads(client: CentraClient): CentraProducts['campaignPage'] {
  const read = async (at: PageOfRows, variantsPage: number): Promise<readonly unknown[]> => {
    const { displays } = await client.read({
      operation: 'displays',
      document: CampaignPageDocument,
      variables: { ...at, variants: VARIANTS_A_PAGE, variantsPage, ...client.ofStore },
      answer,
      lane: 'bulk',
    });
    return displays;
  };

  return async (start) => {
    const at = pageAt(start, CAMPAIGN_DISPLAYS_A_PAGE);
    const rows: CentraCampaignPrice[] = [];
    const unreadable = new Map<string, UnreadableRow>();
    for (let variantsPage = 1; ; variantsPage += 1) {
      const displays = await read(at, variantsPage);
      const seen = displays.flatMap((one) => readDisplay(one, unreadable));
      for (const one of seen.flatMap(({ campaignVariants }) => campaignVariants))
        rows.push(...campaignPrice(one, unreadable));
      if (seen.every(({ campaignVariants }) => campaignVariants.length < VARIANTS_A_PAGE))
        return { rows, unreadable: [...unreadable.values()], ...rowsAfter(at, displays.length) };
    }
  };
}

/** Of a display that cannot be read nobody knows which campaign prices it has. */
function readDisplay(one: unknown, unreadable: Map<string, UnreadableRow>): Display[] {
  const parsed = display.safeParse(one);
  if (parsed.success) return [parsed.data];
  const id = idIn(one);
  unreadable.set(`display ${id}`, { id: '', sentence: `display ${id}: ${whatIsWrong(parsed.error)}` });
  return [];
}

/** One that is switched off, or that sets neither a price nor a discount, is none. */
function campaignPrice(one: unknown, unreadable: Map<string, UnreadableRow>): CentraCampaignPrice[] {
  const parsed = campaignVariant.safeParse(one);
  if (!parsed.success) {
    const id = idIn(one);
    unreadable.set(id, { id, sentence: whatIsWrong(parsed.error) });
    return [];
  }
  const { id, status, startAt, stopAt, discountPercent, fixedPrice, productVariant } = parsed.data;
  if (!isActive(status)) return [];
  const at = { id, variant: productVariant.id, startsAtMs: Date.parse(startAt), endsAtMs: Date.parse(stopAt) };
  if (fixedPrice) return [{ ...at, fixed: { value: fixedPrice.value, currency: fixedPrice.currency.code } }];
  return discountPercent == null ? [] : [{ ...at, discountPercent }];
}

const idIn = (row: unknown): string => String(z.object({ id: z.int() }).safeParse(row).data?.id ?? '');
