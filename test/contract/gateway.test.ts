import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { parse } from 'yaml';
import { type Gateway, startGateway } from '../../client/gateway/start-gateway.js';
import type { EventSecrets } from '../../config/environment.js';
import { Secret } from '../../config/secret.js';
import { FOLLOWER_NAMES, type FollowerOfBrand } from '../../domain/followers.js';
import type { System } from '../../domain/names.js';
import type { Inbox } from '../../systems/database/port.js';
import { testBrand } from '../support/web-order.js';

const SECRETS: EventSecrets = {
  centra: [new Secret('new-centra'), new Secret('old-centra')],
  sitoo: { user: 'sitoo', passwords: [new Secret('new-sitoo'), new Secret('old-sitoo')] },
  wms: [new Secret('new-wms'), new Secret('old-wms')],
  sitooUnsigned: false,
};
const NOW_MS = 1_764_000_000_000;

const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`sitoo:${password}`).toString('base64')}` });
const sitooBatch = (...ids: string[]) =>
  JSON.stringify(
    ids.map((event_id, i) => ({
      event_id,
      event_type: 'order',
      event_date: 1_764_000_100,
      account_id: 90001,
      data: { eshop_id: 1, order_id: 512 + i, order_event_type: 'add', customer: { name: 'Astrid' } },
    })),
  );

function signed(body: string, secret: string, atMs = NOW_MS) {
  const t = Math.floor(atMs / 1000);
  const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
  return { 'x-centra-signature': `t=${t},v1=${v1}`, 'content-type': 'application/x-www-form-urlencoded' };
}
const centraBody = (...numbers: number[]) =>
  `payload=${encodeURIComponent(
    JSON.stringify({
      events: numbers.map((id) => ({ type: 'order', action: 'update', date: '2026-11-24 10:00:00.1', id })),
    }),
  )}`;

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !holds(); ) {
    if (Date.now() > end) throw new Error('what the test waits for did not happen');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** An inbox on a list, which can be broken. */
function listInbox() {
  const kept: { system: System; eventId: string; kind: string; subject: string; raw: string }[] = [];
  const state = { broken: false, kept };
  let rounds = 0;
  const inbox: Pick<Inbox, 'store' | 'pending' | 'roundsBegun'> = {
    // A follower that takes every wake.
    roundsBegun: async () => ++rounds,
    async store(system, events) {
      if (state.broken) throw new Error('no database');
      const fresh = events.filter((e) => !kept.some((k) => k.system === system && k.eventId === e.eventId));
      kept.push(...fresh.map((e) => ({ system, ...e })));
      return fresh.length;
    },
    async pending() {
      if (state.broken) throw new Error('no database');
      return [];
    },
  };
  return { inbox, state };
}

describe('the gateway', () => {
  let gateway: Gateway | undefined;
  afterEach(async () => {
    await gateway?.close();
    gateway = undefined;
  });

  async function open(secrets: EventSecrets = SECRETS, wake?: (follower: FollowerOfBrand) => Promise<void>) {
    const { inbox, state } = listInbox();
    const woken: FollowerOfBrand[] = [];
    const said: string[] = [];
    gateway = await startGateway({
      port: 0,
      host: '127.0.0.1',
      brand: testBrand(),
      records: { inbox },
      secrets,
      nowMs: () => NOW_MS,
      followers: FOLLOWER_NAMES,
      wake:
        wake ??
        (async (follower) => {
          woken.push(follower);
        }),
      log: pino({ level: 'debug' }, { write: (line) => said.push(line) }),
    });
    const { url } = gateway;
    // At its start it wakes all followers, in case events were left lying.
    if (wake === undefined)
      await until(() => woken.splice(0, woken.length === FOLLOWER_NAMES.length ? woken.length : 0).length > 0);
    const post = async (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) =>
      (await fetch(url + path, { method: 'POST', body: Buffer.from(body), headers })).status;
    return { url, post, state, woken, said };
  }

  it('The gateway answers the health check of docker-compose.yml', async () => {
    const { services } = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true });
    const { pathname } = new URL(/http:[^"]+/.exec(services.gateway.healthcheck.test.join(' '))?.[0] ?? '');
    const { url } = await open();
    expect((await fetch(url + pathname)).status).toBe(200);
  });

  it('An event about stock wakes the follower of what tills sell, and no other', async () => {
    const { post, state, woken } = await open();
    const moved = { event_id: 'm1', event_type: 'warehouse-transaction', data: { warehouse_id: 7 } };
    expect(await post('/events', JSON.stringify([moved]), basic('new-sitoo'))).toBe(200);
    expect(state.kept.map(({ kind }) => kind)).toEqual(['stock-moved']);
    await until(() => woken.length > 0);
    expect(woken).toEqual(['till-sales']);
  });

  it('The gateway stores a Sitoo batch before it answers, keeps ids only, and then wakes the follower', async () => {
    const { post, state, woken } = await open();
    expect(await post('/events', sitooBatch('e1', 'e2'), basic('new-sitoo'))).toBe(200);
    expect(state.kept.map((e) => [e.system, e.eventId, e.kind, e.subject])).toEqual([
      ['sitoo', 'e1', 'order', '512'],
      ['sitoo', 'e2', 'order', '513'],
    ]);
    expect(JSON.stringify(state.kept)).not.toContain('Astrid');
    await until(() => woken.length > 0);
    expect(woken).toEqual(['sitoo']);
  });

  it('The gateway answers a repeated Sitoo batch with 200 and keeps it once', async () => {
    const { post, state } = await open();
    expect(await post('/events', sitooBatch('e1'), basic('new-sitoo'))).toBe(200);
    expect(await post('/webhooks/sitoo/events', sitooBatch('e1'), basic('old-sitoo'))).toBe(200);
    expect(state.kept).toHaveLength(1);
  });

  it('The gateway answers Sitoo 503 for wrong credentials, so that Sitoo keeps its events until they are right', async () => {
    const { post, state, woken } = await open();
    expect(await post('/events', sitooBatch('e1'), basic('wrong'))).toBe(503);
    expect(await post('/events', sitooBatch('e1'))).toBe(503);
    expect(await post('/events', '{', basic('wrong'))).toBe(503);
    expect(state.kept).toEqual([]);
    expect(woken).toEqual([]);
  });

  it('The gateway answers 503 while the inbox cannot be written, wakes no follower, and reports that it is not ready', async () => {
    const { url, post, state, woken } = await open();
    state.broken = true;
    expect(await post('/events', sitooBatch('e1'), basic('new-sitoo'))).toBe(503);
    expect(await post('/webhooks/centra', centraBody(10045), signed(centraBody(10045), 'new-centra'))).toBe(503);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    state.broken = false;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await post('/events', sitooBatch('e1'), basic('new-sitoo'))).toBe(200);
    await until(() => woken.length > 0);
    expect(woken).toEqual(['sitoo']);
  });

  it.each([
    ['no JSON', 'Astrid Lindgren {', {}],
    ['no list', '{"name":"Astrid"}', { 'content-type': 'application/json' }],
    ['nothing', '', {}],
    ['a strange content type', 'Astrid', { 'content-type': ';;' }],
    ['far too much', 'Astrid'.repeat(1_500_000), { 'content-type': 'application/json' }],
  ])(
    'The gateway keeps a Sitoo body that is %s as a dead letter without its content and answers 200',
    async (_, body, headers) => {
      const { post, state } = await open();
      expect(await post('/events', body, { ...basic('new-sitoo'), ...headers })).toBe(200);
      expect(state.kept).toHaveLength(1);
      expect(state.kept[0]).toMatchObject({ system: 'sitoo', kind: 'unreadable' });
      expect(JSON.stringify(state.kept)).not.toContain('Astrid');
    },
  );

  it('The gateway accepts a Centra webhook signed with the new or the old secret, over the bytes as received', async () => {
    const { post, state } = await open();
    // An encoding that a parser would change: the signature only fits the undecoded bytes.
    const body = centraBody(10045).replaceAll('%7B', '%7b');
    expect(await post('/webhooks/centra', body, signed(body, 'new-centra'))).toBe(200);
    expect(await post('/webhooks/centra', centraBody(10046), signed(centraBody(10046), 'old-centra'))).toBe(200);
    expect(state.kept.map((e) => [e.system, e.subject])).toEqual([
      ['centra', '10045'],
      ['centra', '10046'],
    ]);
  });

  it.each([
    ['another secret', signed(centraBody(10045), 'wrong')],
    ['another body', signed(centraBody(10046), 'new-centra')],
    ['an old time', signed(centraBody(10045), 'new-centra', NOW_MS - 10 * 60_000)],
    ['no signature', {}],
  ])('The gateway refuses a Centra webhook with %s', async (_, headers) => {
    const { post, state } = await open();
    expect(await post('/webhooks/centra', centraBody(10045), headers)).toBe(401);
    expect(state.kept).toEqual([]);
  });

  it('The gateway accepts a WMS webhook only with its fixed header', async () => {
    const { post, state } = await open();
    const body = JSON.stringify({
      webhookEventId: 9001,
      orderId: 50161,
      orderNumber: 'C10045-1',
      orderStatus: { number: 400 },
    });
    expect(await post('/webhooks/wms', body, { 'x-auth-token': 'wrong' })).toBe(401);
    expect(await post('/webhooks/wms', body)).toBe(401);
    expect(state.kept).toEqual([]);
    expect(await post('/webhooks/wms', body, { 'x-auth-token': 'old-wms' })).toBe(200);
    expect(state.kept).toMatchObject([{ system: 'wms', subject: 'C10045-1' }]);
  });

  it('The gateway is never open by accident: without secrets it refuses everyone and says which to set', async () => {
    const { post, said } = await open({ centra: [], wms: [], sitooUnsigned: false });
    expect(await post('/events', sitooBatch('e1'), basic(''))).toBe(503);
    expect(await post('/webhooks/centra', centraBody(1), signed(centraBody(1), ''))).toBe(401);
    expect(await post('/webhooks/wms', '{}', { 'x-auth-token': '' })).toBe(401);
    const log = said.join('');
    for (const name of ['SITOO_EVENTS_USER', 'CENTRA_WEBHOOK_SECRET', 'WMS_WEBHOOK_TOKEN']) expect(log).toContain(name);
  });

  it('The gateway accepts unsigned Sitoo events only when configured to, and warns', async () => {
    const { post, said } = await open({ centra: [], wms: [], sitooUnsigned: true });
    expect(await post('/events', sitooBatch('e1'))).toBe(200);
    expect(said.join('')).toContain('SITOO_EVENTS_AUTH is none');
  });

  it('The gateway answers first: a follower that cannot be woken costs the sender nothing and appears once in the log', async () => {
    let asked = 0;
    const { post, said } = await open(SECRETS, async (system) => {
      if (system === 'sitoo') asked += 1;
      throw new Error('Temporal is away');
    });
    expect(await post('/events', sitooBatch('e1'), basic('new-sitoo'))).toBe(200);
    // Once at the start, once for the event.
    await until(() => asked === 2);
    await until(() => said.some((line) => line.includes('could not be woken')));
  });

  it('The gateway merges a flood of events into few wakes and forgets none of them', async () => {
    let running = 0;
    let most = 0;
    let wakes = 0;
    let storedAtLastWake = 0;
    let flood: Awaited<ReturnType<typeof open>> | undefined;
    flood = await open(SECRETS, async (system) => {
      if (system !== 'sitoo') return;
      running += 1;
      most = Math.max(most, running);
      wakes += 1;
      storedAtLastWake = flood?.state.kept.length ?? 0;
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    });
    const opened = flood;
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => opened.post('/events', sitooBatch(`e${i}`), basic('new-sitoo'))),
    );
    expect(new Set(answers)).toEqual(new Set([200]));
    await until(() => storedAtLastWake === 60);
    expect(most).toBe(1);
    expect(wakes).toBeLessThan(30);
  });

  it('The gateway wakes every follower when it starts, for events that an earlier process left behind', async () => {
    const woken: FollowerOfBrand[] = [];
    await open(SECRETS, async (follower) => void woken.push(follower));
    await until(() => woken.length === FOLLOWER_NAMES.length);
    expect(woken.sort()).toEqual([...FOLLOWER_NAMES].sort());
  });

  it('The gateway wakes the follower for events whose sender hung up before the answer', async () => {
    const { url, state, woken } = await open();
    const body = sitooBatch('e1');
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.end(
      `POST /events HTTP/1.1\r\nhost: x\r\nauthorization: ${basic('new-sitoo').authorization}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      () => socket.destroy(),
    );
    await until(() => state.kept.length === 1 && woken.length === 1);
  });

  it('The gateway writes no secret and no body into its log', async () => {
    const { post, said } = await open();
    await post('/events', sitooBatch('e1'), basic('wrong-password'));
    await post('/events', 'Astrid', basic('new-sitoo'));
    await post('/webhooks/wms', 'Astrid', { 'x-auth-token': 'wrong-token' });
    expect(said.length).toBeGreaterThan(2);
    expect(said.join('')).not.toMatch(/Astrid|wrong-|new-sitoo|Basic /);
  });
});
