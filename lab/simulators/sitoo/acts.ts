import { z } from 'zod';
import { type Act, actSchema } from './act-schema.js';
import { editProduct } from './product-staff.js';
import { refund } from './refund.js';
import { Refusal, type Shop } from './shop.js';
import { storeCollect, storePick, storeReject, storeShip } from './store-staff.js';
import { intake, issue, stocktake } from './store-stock-acts.js';
import { sale } from './till.js';

export type ActResult = { ok: true; orderid?: number } | { ok: false; error: string };

/** Performs one act, or says in a sentence why it cannot be done. */
export function perform(shop: Shop, given: unknown): ActResult {
  const parsed = actSchema.safeParse(given);
  if (!parsed.success) return { ok: false, error: z.prettifyError(parsed.error) };
  try {
    return { ok: true, ...dispatch(shop, parsed.data) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, error: error.message };
  }
}

function dispatch(shop: Shop, act: Act): { orderid?: number } {
  switch (act.type) {
    case 'pos.sale':
      return sale(shop, act);
    case 'pos.refund':
      return refund(shop, act);
    case 'pos.intake':
      return intake(shop, act);
    case 'pos.issue':
      return issue(shop, act);
    case 'pos.stocktake':
      return stocktake(shop, act);
    case 'store.pick':
      return storePick(shop, act);
    case 'store.ship':
      return storeShip(shop, act);
    case 'store.collect':
      return storeCollect(shop, act);
    case 'store.reject':
      return storeReject(shop, act);
    case 'pos.product':
      return editProduct(shop, act);
  }
}
