import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parseCentraNumber, parseName } from '../../domain/ids.js';

/** Whether a webhook is accepted, and why not; none of it reveals anything about the secret. */
export type SignatureVerdict = 'genuine' | 'missing' | 'malformed' | 'stale' | 'forged';

/**
 * Checks `X-Centra-Signature: t=<unix seconds>,v1=<hex>` where v1 is the HMAC-SHA256 of `t.rawBody`, over the undecoded
 * form body. Any of `secrets` will do, so that old and new both work while a secret is changed.
 * Centra names no tolerance for `t`; `toleranceMs` is ours, in both directions.
 */
export function verifySignature(input: {
  rawBody: Buffer;
  header: string | string[] | undefined;
  secrets: readonly string[];
  nowMs: number;
  toleranceMs: number;
}): SignatureVerdict {
  if (input.header === undefined || input.header === '') return 'missing';
  const match = typeof input.header === 'string' ? /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(input.header) : null;
  const [, time, signature] = match ?? [];
  if (time === undefined || signature === undefined) return 'malformed';
  const required = Buffer.from(signature, 'hex');
  // Every secret is tried, so that the time taken does not reveal which one matched.
  const matches = input.secrets.filter(
    (secret) => secret !== '' && timingSafeEqual(required, sign(secret, time, input.rawBody)),
  );
  if (matches.length === 0) return 'forged';
  return Math.abs(input.nowMs - Number(time) * 1000) > input.toleranceMs ? 'stale' : 'genuine';
}

/** The header a genuine webhook carries; used by the simulator and by tests. */
export function signatureHeader(secret: string, unixSeconds: number, rawBody: Buffer): string {
  return `t=${unixSeconds},v1=${sign(secret, String(unixSeconds), rawBody).toString('hex')}`;
}

function sign(secret: string, time: string, rawBody: Buffer): Buffer {
  return createHmac('sha256', secret).update(`${time}.`).update(rawBody).digest();
}

export interface CentraEvent {
  readonly eventId: string;
  /** `order.update` and the like. */
  readonly kind: string;
  /** The order number for orders, otherwise the object's id. */
  readonly subject: string;
  /** The event again, ids only. */
  readonly raw: string;
  /** Why no follower can handle it. */
  readonly refused?: string;
}

/** The shop decides how many events one webhook carries; this is far more than any sends, and few enough for one statement. */
const MOST_EVENTS = 1_000;

const word = z.string().regex(/^\w{1,64}$/);
const anyEvent = z.object({ type: word, action: word });
/** What an integration gets; other kinds of webhook (`check_first`) carry data of their own and are of no use here. */
const OF_INTEREST: ReadonlySet<string> = new Set(['order', 'shipment', 'return', 'customer', 'account']);

const reference = z.unknown().transform((value, context) => {
  const name = parseName(value);
  const isOfAnyLength = name !== undefined && /^[\w-]{1,64}$/.test(name);
  // A follower may take what counts for the number of an order.
  if (isOfAnyLength && (!/^\d+$/.test(name) || parseCentraNumber(name) !== undefined)) return name;
  context.addIssue('no id that can be read');
  return z.NEVER;
});
const event = anyEvent.extend({ date: z.string().regex(/^[\d :.TZ+-]{1,64}$/), id: reference });

/**
 * Reads the events out of a webhook's form body (`payload=<urlencoded JSON>`). The id of an event is made of what it
 * says, so that the same event delivered twice is recognised. Entries that are of no use are left out: events are
 * hints, the truth is fetched. Entries that can never be read are one refused event.
 * @throws SyntaxError when the body is no webhook at all, or holds far more events than a shop sends
 */
export function parseWebhook(rawBody: Buffer): CentraEvent[] {
  const text = new URLSearchParams(rawBody.toString('utf8')).get('payload');
  if (text === null) throw new SyntaxError('the webhook has no payload parameter');
  const payload: unknown = JSON.parse(text);
  const parsed = z.object({ events: z.array(z.unknown()) }).safeParse(payload);
  if (!parsed.success) throw new SyntaxError('the webhook has no list of events');
  const { events } = parsed.data;
  if (events.length > MOST_EVENTS) throw new SyntaxError(`the webhook has more than ${MOST_EVENTS} events`);
  const readable = events.flatMap((entry) => eventOf(entry) ?? []);
  const unreadable = events.filter((entry) => eventOf(entry) === undefined && isOfInterest(entry)).length;
  return unreadable === 0 ? readable : [...readable, deadLetter(rawBody, unreadable)];
}

function eventOf(entry: unknown): CentraEvent | undefined {
  const { data } = event.safeParse(entry);
  if (!data) return undefined;
  return {
    eventId: `${data.type}/${data.action}/${data.id}/${data.date}`,
    kind: `${data.type}.${data.action}`,
    subject: data.id,
    raw: JSON.stringify(data),
  };
}

const isOfInterest = (entry: unknown): boolean => {
  const { data } = anyEvent.safeParse(entry);
  return data === undefined || OF_INTEREST.has(data.type);
};

function deadLetter(rawBody: Buffer, unreadable: number): CentraEvent {
  return {
    eventId: `unreadable-${createHash('sha256').update(rawBody).digest('hex').slice(0, 32)}`,
    kind: 'unreadable',
    subject: '',
    raw: JSON.stringify({ unreadable, bytes: rawBody.length }),
    refused: `A Centra webhook holds ${unreadable} ${unreadable === 1 ? 'entry' : 'entries'} that cannot be read as events.`,
  };
}
