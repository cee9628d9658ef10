import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { STOCK_MOVED } from '../../domain/followers.js';
import { parseId, parseName, parseWord } from '../../domain/ids.js';

/** Sitoo sends at most 10 events at once. Far more than that is no delivery of Sitoo, and is not worth its rows. */
const MOST_EVENTS = 1_000;

/** The body of an event delivery is not an array of events. It can never be processed: keep it aside and answer 200. */
export class NotEvents extends Error {
  override readonly name = 'NotEvents';
}

/** One pushed event, thin: ids and words of the contract, nothing personal. */
export interface SitooEvent {
  /** Sitoo's `event_id`, the same on every repeat; made of the content when Sitoo left it out. */
  readonly eventId: string;
  /** `delivery` for what happened to a delivery of an order, `stock-moved` for a new row of the stock journal; everything else in Sitoo's own words, unknown ones too. */
  readonly kind: string;
  /** Order id for orders, bookings and deliveries; else the warehouse id, or nothing. */
  readonly subject: string;
  /** The event as JSON, reduced to ids, types and states. */
  readonly raw: string;
  /** Why no follower can handle it: it names an order that no order can be. */
  readonly refused?: string;
}

/**
 * Whether an `Authorization` header carries one of the passwords we accept (two while one is being changed).
 * Constant in time, whatever is wrong with the header.
 */
export function verifyBasic(header: string | undefined, expected: { user: string; passwords: string[] }): boolean {
  const received = digest((header ?? '').replace(/^basic +/i, 'Basic '));
  let matches = 0;
  for (const password of expected.passwords) {
    const expectedHeader = digest(`Basic ${Buffer.from(`${expected.user}:${password}`).toString('base64')}`);
    matches += timingSafeEqual(received, expectedHeader) ? 1 : 0;
  }
  return matches > 0;
}

/** What can be stored of a time or an account: a word, as it came, else nothing. */
const word = z
  .unknown()
  .transform((value) => (parseWord(value) === undefined ? undefined : value))
  .optional();
const envelope = z.object({
  event_id: z.unknown().transform(parseWord).optional(),
  event_type: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .catch('unknown'),
  event_date: word,
  account_id: word,
  data: z.record(z.string(), z.unknown()).catch({}),
});

/**
 * Reads a delivery of events (up to 10, chronological). Types and data we do not know pass through: an event is only a
 * hint to look. @throws NotEvents when the body is no JSON array, or holds far more events than Sitoo sends
 */
export function parseEvents(body: string): SitooEvent[] {
  let elements: unknown;
  try {
    elements = JSON.parse(body);
  } catch {
    throw new NotEvents('Sitoo sent an event body that is not JSON.');
  }
  if (!Array.isArray(elements)) throw new NotEvents('Sitoo sent an event body that is not a list of events.');
  if (elements.length > MOST_EVENTS) throw new NotEvents(`Sitoo sent more than ${MOST_EVENTS} events in one body.`);
  return elements.map(eventOf);
}

function eventOf(element: unknown): SitooEvent {
  const { data: event } = envelope.safeParse(element);
  if (event === undefined) return { eventId: contentOf(element), kind: 'unknown', subject: '', raw: '{}' };
  const { event_id, event_type, event_date, account_id } = event;
  const data = idsOf(event.data);
  const ofOrder = event_type === 'order' || event_type === 'order-delivery' || event_type === 'booking';
  const named = ofOrder ? event.data.order_id : event.data.warehouse_id;
  const subject = parseId(parseName(named));
  const isUnreadable = ofOrder && named !== undefined && named !== null && subject === undefined;
  return {
    eventId: event_id ?? contentOf(element),
    kind: kindOf(event_type),
    subject: subject ?? '',
    raw: JSON.stringify({ event_id, event_type, event_date, account_id, data }),
    ...(isUnreadable && { refused: `A Sitoo event of type ${event_type} names an order by what is no order id.` }),
  };
}

function kindOf(eventType: string): string {
  if (eventType.startsWith('order-delivery')) return 'delivery';
  return eventType.startsWith('warehouse-transaction') ? STOCK_MOVED : eventType;
}

/** Only properties named as ids, types or states, with short plain values: what else may come is not public. */
function idsOf(data: Record<string, unknown>): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(data).slice(0, MOST_PROPERTIES)) {
    if (!/^[a-z_]{1,64}(_id|_type|_changed|_state)$/.test(name)) continue;
    if (Number.isSafeInteger(value)) kept[name] = Number(value);
    else if (typeof value === 'string' && /^[\w{}-]{1,64}$/.test(value)) kept[name] = value;
  }
  return kept;
}

/** Properties that are looked at; Sitoo documents seven. */
const MOST_PROPERTIES = 50;

/** What tells an event without an id from others. Content that nests too deep to be written again has none: one stands for all. */
function contentOf(element: unknown): string {
  try {
    return hex(JSON.stringify(element));
  } catch {
    return hex('nested too deep');
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest();
const hex = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
