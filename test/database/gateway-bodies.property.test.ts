import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { pino } from 'pino';
import { startGateway } from '../../client/gateway/start-gateway.js';
import { Secret } from '../../config/secret.js';
import { parseCentraNumber, parseId } from '../../domain/ids.js';
import { signatureHeader } from '../../systems/centra/events.js';
import { recordsOfTest } from '../support/records-of-test.js';
import { testBrand } from '../support/web-order.js';

const { records, databaseUrl } = await recordsOfTest();
const NOW_MS = 1_764_000_000_000;
const gateway = await startGateway({
  port: 0,
  host: '127.0.0.1',
  brand: testBrand(),
  records,
  secrets: {
    centra: [new Secret('centra')],
    sitoo: { user: 'sitoo', passwords: [new Secret('sitoo')] },
    wms: [new Secret('wms')],
    sitooUnsigned: false,
  },
  nowMs: () => NOW_MS,
  followers: [],
  wake: async () => {},
  log: pino({ level: 'silent' }),
});
afterAll(() => gateway.close());

async function ask<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<Row>(sql, values);
  await client.end();
  return rows;
}

const RUNS = 150;
/** What a person's data would look like; it is put wherever a property can be. */
const PERSON = 'Astrid Lindgren, Dalagatan 46';

const post = async (path: string, body: Uint8Array, headers: Record<string, string>): Promise<number> =>
  (await fetch(gateway.url + path, { method: 'POST', body: Buffer.from(body), headers })).status;
const senders = {
  sitoo: (body: Buffer, more = {}) =>
    post('/events', body, { authorization: `Basic ${Buffer.from('sitoo:sitoo').toString('base64')}`, ...more }),
  wms: (body: Buffer, more = {}) => post('/webhooks/wms', body, { 'x-auth-token': 'wms', ...more }),
  centra: (body: Buffer, more = {}) =>
    post('/webhooks/centra', body, {
      'x-centra-signature': signatureHeader('centra', NOW_MS / 1_000, body),
      'content-type': 'application/x-www-form-urlencoded',
      ...more,
    }),
};

/** Texts that break programs: control characters, halves of characters, long ones, and a person's data. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('\0', '10045\0', '\ud800', '\udfff10045', '\u2028', '__proto__', '1'.repeat(40), '9'.repeat(15), ''),
  fc.integer({ min: 100, max: 20_000 }).map((length) => 'x'.repeat(length)),
  fc.constant(PERSON),
);
const oddNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(2 ** 31, 2 ** 53, 1e21, 1e300, -0, Number.MAX_VALUE),
);
const deep = fc.integer({ min: 1, max: 20_000 }).map((levels) => `${'['.repeat(levels)}${']'.repeat(levels)}`);
const value = fc.oneof(oddText, oddNumber, fc.constantFrom(null, true), fc.jsonValue({ stringUnit: 'binary' }));
const odd = fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.constantFrom(1, 512, 'e-1') });

const sitooEvent = fc.record(
  {
    event_id: odd,
    event_type: fc.oneof(odd, fc.constantFrom('order', 'order-delivery', 'booking')),
    event_date: odd,
    account_id: odd,
    data: fc.oneof(
      odd,
      fc.record({ order_id: odd, warehouse_id: odd, order_state_changed: odd, email: odd }, { requiredKeys: [] }),
      fc.dictionary(oddText, odd, { maxKeys: 200 }),
    ),
  },
  { requiredKeys: [] },
);
const centraEvent = fc.record(
  { type: fc.oneof(odd, fc.constant('order')), action: fc.oneof(odd, fc.constant('update')), date: odd, id: odd },
  { requiredKeys: [] },
);
/** A SKU may hold blanks and commas, so nothing tells it from a sentence. */
const article = fc.record({ articleNumber: odd.filter((one) => one !== PERSON), articleName: odd });
const wmsEvent = fc.record(
  { webhookEventId: odd, orderNumber: odd, orderId: odd, orderStatus: odd, consignee: odd, article },
  { requiredKeys: [] },
);
const bytes = fc.uint8Array({ maxLength: 2_000 }).map((all) => Buffer.from(all));
const text = (all: unknown): Buffer => Buffer.from(JSON.stringify(all) ?? '');
/** Numbers that JSON can write and JavaScript cannot hold. */
const hugeNumber = fc.constantFrom('1e999', `1${'0'.repeat(400)}`, '-1e-999');

const bodies = {
  sitoo: fc.oneof(
    bytes,
    fc.array(fc.oneof(sitooEvent, odd), { maxLength: 12 }).map(text),
    deep.map((nested) => Buffer.from(`[{"event_type":"order","data":${nested}},${nested}]`)),
    hugeNumber.map((huge) => Buffer.from(`[{"event_id":${huge},"event_type":"order","data":{"order_id":${huge}}}]`)),
  ),
  wms: fc.oneof(bytes, fc.oneof(wmsEvent, odd).map(text), deep.map(Buffer.from)),
  centra: fc.oneof(
    bytes,
    fc
      .array(fc.oneof(centraEvent, odd), { maxLength: 12 })
      .map((events) => Buffer.from(`payload=${encodeURIComponent(JSON.stringify({ events }))}`)),
    deep.map((nested) => Buffer.from(`payload={"events":[{"type":"order","id":${nested}}]}`)),
    hugeNumber.map((huge) => Buffer.from(`payload={"events":[{"type":"order","action":"a","date":"1","id":${huge}}]}`)),
    fc.string({ maxLength: 50 }).map((anything) => Buffer.from(`payload=%${anything}`)),
  ),
};

describe('whatever a verified sender sends', () => {
  it.each(['sitoo', 'wms', 'centra'] as const)(
    'The gateway answers 200 to every body that %s sends, and what it keeps is bounded and names no person',
    async (system) => {
      await fc.assert(
        fc.asyncProperty(bodies[system], async (body) => {
          expect(await senders[system](body)).toBe(200);
        }),
        { numRuns: RUNS },
      );
      const [kept] = await ask<{ longest: number; refused: number; waiting: number }>(
        `select max(length(event_id) + length(kind) + length(subject) + length(raw)) as longest,
           count(*) filter (where refused is not null)::int as refused,
           count(*) filter (where refused is null)::int as waiting from inbox where system = $1`,
        [system],
      );
      expect(kept?.longest).toBeLessThan(5_000);
      expect(kept?.refused).toBeGreaterThan(0);
      expect(kept?.waiting).toBeGreaterThan(0);
      const personal = "select id from inbox where concat(raw, refused, kind, event_id) ~ 'Astrid'";
      expect(await ask(personal)).toEqual([]);
    },
    60_000,
  );

  it('No follower is given an id that its counterpart could not even be asked about', async () => {
    for (const system of ['centra', 'sitoo'] as const)
      for (const { subject } of await records.inbox.pending(system, 10_000)) {
        if (/^\d+$/.test(subject))
          expect(system === 'centra' ? parseCentraNumber(subject) : parseId(subject)).toBe(subject);
      }
  });

  it.each(['sitoo', 'wms', 'centra'] as const)(
    'A hundred thousand events in one body of %s become one dead letter at most',
    async (system) => {
      const before = (await records.inbox.refused(100_000)).length;
      const entry = { event_id: 1, type: 'order', action: 'update', date: '2026-11-24', id: 1 };
      const all = JSON.stringify(Array.from({ length: 100_000 }, () => entry));
      const body = Buffer.from(system === 'centra' ? `payload=${encodeURIComponent(`{"events":${all}}`)}` : all);
      // Only Sitoo would repeat for ever what is refused.
      expect(await senders[system](body)).toBe(system === 'sitoo' ? 200 : 413);
      const refused = await records.inbox.refused(100_000);
      expect(refused.length - before).toBe(system === 'sitoo' ? 1 : 0);
    },
  );

  it('A body with a content type that does not exist is a dead letter for Sitoo, and a documented refusal for the others', async () => {
    expect(await senders.sitoo(Buffer.from('[]'), { 'content-type': ';;' })).toBe(200);
    for (const system of ['wms', 'centra'] as const)
      expect(await senders[system](Buffer.from('{}'), { 'content-type': ';;' })).toBe(415);
  });

  it('What the database refuses although it was read is a dead letter, never a 503 that blocks what comes after', async () => {
    // A NUL is taken out where every value passes, so the event itself is kept.
    expect(await records.inbox.store('sitoo', [{ eventId: 'x\0', kind: 'order', subject: '1', raw: '{}' }])).toBe(1);
    await expect(
      records.inbox.store('sitoo', [
        { eventId: Array.from({ length: 9_000 }, () => Math.random()).join(''), kind: 'o', subject: '1', raw: '{}' },
      ]),
    ).rejects.toThrow(expect.objectContaining({ name: 'Unstorable' }));
  });
});
