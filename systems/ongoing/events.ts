import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parseName, parseWord } from '../../domain/ids.js';
import { SystemProblem } from '../problem.js';

/** A webhook reduced to what wakes a follower: ids only, the truth is read from the API. */
export interface WarehouseEvent {
  readonly eventId: string;
  readonly kind: 'order' | 'inventory';
  /** Order number or article number. */
  readonly subject: string;
  /** JSON of the ids, for the inbox; holds no personal data. */
  readonly raw: string;
}

/**
 * Compares the fixed header that the warehouse configured for its webhooks with the tokens we accept (two during a
 * rotation), in constant time: hashes have one length, and every token is compared.
 */
export function verifyFixedHeader(value: string | undefined, tokens: readonly string[]): boolean {
  if (value === undefined || value === '') return false;
  const received = digest(value);
  let matches = false;
  for (const token of tokens) {
    const same = timingSafeEqual(received, digest(token));
    matches = matches || (same && token !== '');
  }
  return matches;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

// The type of the ids is not documented: examples show numbers.
const id = z.unknown().transform((value, context) => {
  const word = parseWord(value);
  if (word !== undefined) return word;
  context.addIssue('no id that can be stored');
  return z.NEVER;
});
const anyWebhook = z.object({ webhookEventId: id });
const ofSystem = z.unknown().transform(parseWord).optional();
// An order that the warehouse named by hand, and an odd SKU, wake the follower like any other; what cannot be stored is left out.
const orderWebhook = anyWebhook.extend({
  orderNumber: z.union([z.string().min(1), z.int()]).transform(parseWord),
  orderId: ofSystem,
  orderStatus: z.object({ number: z.int() }).nullish().catch(undefined),
});
const inventoryWebhook = anyWebhook.extend({
  article: z.object({
    articleNumber: z.union([z.string().min(1), z.int()]).transform(parseName),
    articleSystemId: ofSystem,
  }),
});

/**
 * Reads an order or an inventory webhook, given as text or as parsed JSON. Other kinds (a purchase order, say) are of no use
 * here and give an empty list. The time in it is not used: it has no zone.
 * @throws SystemProblem `malformed-answer` when it is no Ongoing webhook at all
 */
export function parseWebhook(body: unknown): WarehouseEvent[] {
  const payload = typeof body === 'string' ? parsed(body) : body;
  const order = orderWebhook.safeParse(payload);
  if (order.success) {
    const { webhookEventId, orderNumber, orderId, orderStatus } = order.data;
    const raw = JSON.stringify({ webhookEventId, orderNumber, orderId, status: orderStatus?.number });
    return [{ eventId: webhookEventId, kind: 'order', subject: orderNumber ?? '', raw }];
  }
  const inventory = inventoryWebhook.safeParse(payload);
  if (inventory.success) {
    const { webhookEventId, article } = inventory.data;
    const raw = JSON.stringify({ webhookEventId, ...article });
    return [{ eventId: webhookEventId, kind: 'inventory', subject: article.articleNumber ?? '', raw }];
  }
  if (anyWebhook.safeParse(payload).success) return [];
  throw malformed();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed();
  }
}

function malformed(): SystemProblem {
  return new SystemProblem({
    kind: 'malformed-answer',
    system: 'wms',
    operation: 'webhook',
    sentence: 'A message to the webhook address of the warehouse is no Ongoing webhook: it names no webhookEventId.',
  });
}
