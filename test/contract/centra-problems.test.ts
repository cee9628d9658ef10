import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CentraOrderNumber } from '../../domain/ids.js';
import type { Fault } from '../../lab/simulators/kit/faults.js';
import { createCentra } from '../../systems/centra/adapter.js';
import { OrdersByNumberDocument } from '../../systems/centra/generated/documents.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import { type Harness, placed, problemOf, RecordingLimiter, startHarness, TOKEN } from '../support/centra-harness.js';
import { asId } from '../support/ids.js';

let harness: Harness;
let other: Server | undefined;
beforeAll(async () => {
  harness = await startHarness();
});
afterEach(async () => {
  await new Promise<void>((closed) => (other ? other.close(() => closed()) : closed()));
  other = undefined;
});
afterAll(() => harness.close());

/** A Centra that gives one and the same answer to everything. */
async function answering(body: unknown, status = 200, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  other = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close', ...headers }).end(text);
  });
  await new Promise<void>((up) => other?.listen(0, '127.0.0.1', up));
  const limiter = new RecordingLimiter();
  const { port } = other.address() as AddressInfo;
  return {
    limiter,
    centra: createCentra({ url: `http://127.0.0.1:${port}`, token: TOKEN, limiter, timeoutMs: 1_000 }),
  };
}

/** The order as it goes over the wire. */
async function rawOrder(number: CentraOrderNumber): Promise<object> {
  const answer = await fetch(`${harness.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({
      query: OrdersByNumberDocument.toString(),
      variables: { numbers: [Number(number)], limit: 1 },
    }),
  });
  const body = JSON.parse(await answer.text());
  return body.data.orders[0];
}

describe('an answer that does not come or cannot be used', () => {
  const faults: Fault[] = [
    { kind: 'response-lost' },
    { kind: 'connection-reset' },
    { kind: 'truncated' },
    { kind: 'html' },
    { kind: 'status', status: 499 },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503 },
    { kind: 'slow', ms: 2_500 },
  ];
  for (const fault of faults) {
    const name = fault.kind === 'status' ? `status ${fault.status}` : fault.kind;
    it(`A read may be repeated after ${name}, and a write must be looked up`, async () => {
      await harness.fault('orders', fault);
      expect(await problemOf(harness.centra.order(asId(1)))).toMatchObject({
        kind: 'unreachable',
        operation: 'orders',
      });
      await harness.fault('captureShipment', fault);
      expect(await problemOf(harness.centra.captureShipment(asId(1)))).toMatchObject({
        kind: 'unknown-outcome',
        operation: 'captureShipment',
      });
    });
  }

  it('A write may be repeated when nobody listens, since nothing was sent', async () => {
    const { centra } = await answering({});
    await new Promise<void>((closed) => other?.close(() => closed()));
    other = undefined;
    expect(await problemOf(centra.captureShipment(asId(1)))).toMatchObject({ kind: 'unreachable' });
    expect(await problemOf(centra.order(asId(1)))).toMatchObject({ kind: 'unreachable' });
  });

  it('An unknown host means that nothing was sent', async () => {
    const centra = createCentra({ url: 'http://no-such-host.invalid', token: TOKEN, limiter: unlimited });
    expect(await problemOf(centra.captureShipment(asId(1)))).toMatchObject({ kind: 'unreachable' });
  });
});

describe('refusals', () => {
  it('A wrong token needs a person, and never appears in the sentence', async () => {
    const centra = createCentra({ url: `${harness.url}/graphql`, token: 'wrong-token', limiter: unlimited });
    const problem = await problemOf(centra.order(asId(1)));
    expect(problem).toMatchObject({ kind: 'unauthorised', status: 403 });
    expect(problem.message).not.toContain('wrong-token');
  });

  it('A refusal for lack of permission names the permission', async () => {
    const message = 'You need Order:read permission to access orders.';
    const { centra } = await answering({
      errors: [{ message, extensions: { category: 'authorization' } }],
      data: null,
    });
    const problem = await problemOf(centra.order(asId(1)));
    expect(problem.kind).toBe('unauthorised');
    expect(problem.message).toContain('Order:read');
  });

  it('A write that ran and whose answer could not be shown must be looked up', async () => {
    const { centra } = await answering({
      errors: [{ message: 'You need Shipment:read', extensions: { category: 'authorization' } }],
      data: { captureShipment: { shipment: null } },
    });
    expect(await problemOf(centra.captureShipment(asId(1)))).toMatchObject({ kind: 'unknown-outcome' });
  });

  it('An invalid request is refused with the words of Centra', async () => {
    const { centra } = await answering({ errors: [{ message: 'Cannot query field "x"' }] }, 400);
    const problem = await problemOf(centra.order(asId(1)));
    expect(problem).toMatchObject({ kind: 'rejected', status: 400 });
    expect(problem.message).toContain('Cannot query field');
  });

  it('User errors are a refusal with message and path, without personal data', async () => {
    const userErrors = [{ message: 'Mail anna@shop.invalid is taken', path: ['input', 'lines', '0'] }];
    const { centra } = await answering({ data: { captureShipment: { shipment: null, userErrors, userWarnings: [] } } });
    const problem = await problemOf(centra.captureShipment(asId(1)));
    expect(problem.kind).toBe('rejected');
    expect(problem.message).toContain('at input.lines.0');
    expect(problem.message).not.toContain('anna@');
  });

  it('An address that is not a Centra is refused and not retried', async () => {
    const { centra } = await answering('not found', 404);
    expect(await problemOf(centra.order(asId(1)))).toMatchObject({ kind: 'rejected', status: 404 });
  });
});

describe('answers that break the contract', () => {
  it('One unreadable order does not hide the others, and the caller learns its number', async () => {
    const { number } = await placed(harness);
    const whole = await rawOrder(number);
    const broken = { ...whole, number: 77, status: null };
    const { centra } = await answering({ data: { orders: [broken, whole] } });
    const unreadable: unknown[] = [];
    const read = await centra.orders([number, asId(77)], 'orders', (u) => unreadable.push(u));
    expect(read.map((order) => order.number)).toEqual([number]);
    expect(unreadable).toMatchObject([{ number: '77' }]);
    expect(await problemOf(centra.orders([number, asId(77)]))).toMatchObject({ kind: 'malformed-answer' });
  });

  it('A quantity that is not a whole number is refused', async () => {
    const { centra } = await answering({
      data: { events: [{ id: 1.5, objectType: 'Order', changeType: 'X', objectReference: 1 }] },
    });
    expect(await problemOf(centra.events())).toMatchObject({ kind: 'malformed-answer', operation: 'events' });
  });

  it('Int64 may come as text, enums may have new values, and fields may be added', async () => {
    const event = { id: 1, objectType: 'Novelty', changeType: 'INVENTED', objectReference: '10045', more: true };
    const { centra } = await answering({ data: { events: [event] } });
    expect(await centra.events()).toEqual([
      { id: 1, objectType: 'Novelty', changeType: 'INVENTED', ofProduct: false, reference: '10045' },
    ]);
  });
});

describe('budgets', () => {
  it('A 429 pauses the limiter and names the time to retry, in whatever form Retry-After has', async () => {
    const until = (inMs: number) => Date.now() + inMs;
    const forms: Record<string, string> = {
      seconds: '20',
      'unix seconds': String(Math.ceil(until(20_000) / 1000)),
      'unix milliseconds': String(until(20_000)),
      'HTTP date': new Date(until(20_000)).toUTCString(),
      ISO: new Date(until(20_000)).toISOString(),
    };
    for (const [form, header] of Object.entries(forms)) {
      const { centra, limiter } = await answering({}, 429, { 'retry-after': header });
      const problem = await problemOf(centra.captureShipment(asId(1)));
      await new Promise<void>((closed) => other?.close(() => closed()));
      other = undefined;
      expect([form, problem.kind]).toEqual([form, 'throttled']);
      // The Date header has whole seconds.
      expect(Math.abs((problem.retryAfterMs ?? 0) - 20_000)).toBeLessThan(2_500);
      expect(Math.abs((limiter.closed[0] ?? 0) - until(20_000))).toBeLessThan(2_500);
    }
  });

  it('The simulator answers 429 beyond the budget of the plan and does nothing', async () => {
    const small = await startHarness({ plan: 'growth', speed: 1 });
    const problems: string[] = [];
    for (let i = 0; i < 70 && problems.length === 0; i += 1)
      await small.centra.cancelOrder(asId('1'), 'x').catch((problem) => {
        if (problem.kind === 'throttled') problems.push(problem.kind);
      });
    const { throttled } = await small.calls();
    await small.close();
    expect(problems).toEqual(['throttled']);
    expect(throttled).toBe(1);
    expect(small.limiter.closed[0]).toBeGreaterThan(Date.now() - 1_000);
  });

  it('The client reports the cost of each call to the limiter, which charges that cost for the next one', async () => {
    harness.limiter.costs.length = 0;
    harness.limiter.spentComplexity.length = 0;
    await harness.centra.rateLimits();
    await harness.centra.rateLimits();
    expect(harness.limiter.spentComplexity).toHaveLength(2);
    expect(harness.limiter.costs[1]).toEqual({
      lane: 'orders',
      mutation: false,
      complexity: harness.limiter.spentComplexity[0],
    });
  });

  it('The client reads the real budgets and passes them to the limiter', async () => {
    const before = (await harness.centra.rateLimits()).find((r) => r.type === 'requests' && r.windowSeconds === 3600);
    const after = (await harness.centra.rateLimits()).find((r) => r.type === 'requests' && r.windowSeconds === 3600);
    expect(after?.remaining).toBe((before?.remaining ?? 0) - 1);
    expect(harness.limiter.readings).toContainEqual(after);
  });
});
