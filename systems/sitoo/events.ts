import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** The body of an event delivery is not an array of events. It can never be processed: keep it aside and answer 200. */
export class NotEvents extends Error {
  override readonly name = 'NotEvents';
}

/** One pushed event, thin: ids and words of the contract, nothing personal. */
export interface SitooEvent {
  /** Sitoo's `event_id`, the same on every repeat; made of the content when Sitoo left it out. */
  readonly eventId: string;
  /** `delivery` for what happened to a delivery of an order; everything else in Sitoo's own words, unknown ones too. */
  readonly kind: string;
  /** Order id for orders, bookings and deliveries; else the warehouse id, or nothing. */
  readonly subject: string;
  /** The event as JSON, reduced to ids, types and states. */
  readonly raw: string;
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

const id = z.union([z.string(), z.number()]).optional().catch(undefined);
const envelope = z.object({
  event_id: id,
  event_type: z.string().catch('unknown'),
  event_date: id,
  account_id: id,
  data: z.record(z.string(), z.unknown()).catch({}),
});

/**
 * Reads a delivery of events (up to 10, chronological). Types and data we do not know pass through: an event is only a
 * hint to look. @throws NotEvents when the body is no JSON array.
 */
export function parseEvents(body: string): SitooEvent[] {
  let elements: unknown;
  try {
    elements = JSON.parse(body);
  } catch {
    throw new NotEvents('Sitoo sent an event body that is not JSON.');
  }
  if (!Array.isArray(elements)) throw new NotEvents('Sitoo sent an event body that is not a list of events.');
  return elements.map((element) => {
    const { data: event } = envelope.safeParse(element);
    const content = hex(JSON.stringify(element));
    if (event === undefined) return { eventId: content, kind: 'unknown', subject: '', raw: '{}' };
    const { event_id, event_type, event_date, account_id } = event;
    const data = idsOf(event.data);
    const ofOrder = event_type === 'order' || event_type === 'order-delivery' || event_type === 'booking';
    return {
      eventId: event_id === undefined || event_id === '' ? content : String(event_id),
      kind: event_type.startsWith('order-delivery') ? 'delivery' : event_type,
      subject: String((ofOrder ? data.order_id : data.warehouse_id) ?? ''),
      raw: JSON.stringify({ event_id, event_type, event_date, account_id, data }),
    };
  });
}

/** Only properties named as ids, types or states, with short plain values: what else may come is not public. */
function idsOf(data: Record<string, unknown>): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(data)) {
    if (!/(_id|_type|_changed|_state)$/.test(name)) continue;
    if (typeof value === 'number' || (typeof value === 'string' && /^[\w{}-]{1,64}$/.test(value))) kept[name] = value;
  }
  return kept;
}

const digest = (text: string) => createHash('sha256').update(text).digest();
const hex = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
