import { z } from 'zod';
import { Refusal } from './refusal.js';
import type { Shelves } from './shelves.js';

/** An article is edited, added or removed in the WMS. */
export const articleAct = z.strictObject({
  type: z.literal('wms.article'),
  sku: z.string().min(1),
  name: z.string().optional(),
  barcode: z.string().optional(),
  active: z.boolean().optional(),
  remove: z.literal(true).optional(),
});

export function editArticle(shelves: Shelves, act: z.output<typeof articleAct>): object {
  const known = shelves.articles.get(act.sku);
  if (act.remove) {
    if (!shelves.articles.delete(act.sku)) throw new Refusal(404, `there is no article ${act.sku}`);
    return {};
  }
  const { name = known?.articleName ?? act.sku, barcode = known?.barCode ?? '' } = act;
  shelves.putArticle({ sku: act.sku, name, barcode, isActive: act.active ?? known?.isActive ?? true });
  return {};
}
