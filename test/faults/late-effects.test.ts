import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProductSync } from '../../client/products/start-product-sync.js';
import { readSitooState, readWmsState } from '../../lab/simulators/read-states.js';
import { afterwards } from '../support/harness/afterwards.js';
import { SITOO, WMS } from '../support/harness/counterpart-states.js';
import { killableSteps } from '../support/harness/killable-worker.js';
import type { OrderUnderTest } from '../support/harness/order-under-test.js';
import { patience } from '../support/harness/patience.js';
import { type ReturnUnderTest, returnsOf, returnUnderTest } from '../support/harness/return-under-test.js';
import { runScenarios, type Scenarios } from '../support/harness/scenarios.js';
import { type StockStates, stockStates } from '../support/harness/stock-states.js';
import { SOLD_BLINDLY } from '../support/harness/world.js';
import { type Harness, startHarness } from '../support/harness.js';
import { callersOf, type Mutation, mutationsOfTheProduct } from '../support/mutations.js';
import { until } from '../support/until.js';

/**
 * An effect comes this long after its answer was lost: later than every look that does not wait, and so much sooner than a call
 * is given up in a rehearsal (3.5 s) that a busy machine does not make an effect later than that, ms.
 */
const LATE_MS = 1_000;

/** Two rounds of all ways, in one of which each mutation takes seconds, ms. */
const ROUND_MS = 400_000;

/** What a mutation is proven by: the ways that make it, or why no way does. */
type Row =
  | { readonly by: readonly (keyof typeof ways | 'undone' | 'stock' | 'products')[]; readonly once: boolean }
  | { readonly unusedMethod: string }
  | { readonly harmless: string };

/** `once`: it must not even be asked for a second time, since no counterpart promises to refuse that. */
const once = (...by: (keyof typeof ways)[]): Row => ({ by, once: true });
/** The same call again sets what is set already. */
const sets = (...by: (keyof typeof ways | 'undone' | 'stock' | 'products')[]): Row => ({ by, once: false });

const ROWS: Readonly<Record<string, Row>> = {
  'centra CreateShipment': once('sent from a store', 'sent by the warehouse, its money had at the second try'),
  'centra CaptureShipment': once('sent by the warehouse, its money had at the second try'),
  'centra CompleteShipment': once('sent from a store'),
  'centra CreateReturn': once('paid back, in mixed condition'),
  'centra CompleteReturn': once('paid back, in mixed condition'),
  'centra RefundReturn': once('paid back, in mixed condition', 'paid back later'),
  'centra DeleteReturn': sets('undone'),
  'centra CancelOrder': once('given up by a person'),
  'centra CancelLines': once('short of two units, which are cancelled'),
  'centra SetHold': { unusedMethod: 'centra.setHold' },
  'centra Unallocate': once('moved from a store to the warehouse'),
  'centra Allocate': once('moved from a store to the warehouse'),
  'centra AddStock': sets('stock'),
  'centra TakeStock': sets('stock'),
  'centra Listen': { harmless: 'what is listened to stays listened to, however often it is asked for' },
  'centra ConfirmEvents': { harmless: 'an event that is confirmed again stays confirmed' },
  'sitoo POST orders': once('sent from a store'),
  'sitoo PUT orders': sets('sold at a till, sent by the warehouse', 'moved from a store to the warehouse'),
  'sitoo POST orderdeliveries': once('sold at a till, sent by the warehouse'),
  'sitoo PUT warehouseitems': sets('stock'),
  'sitoo POST products': sets('products'),
  'sitoo PUT products': sets('products'),
  'sitoo PUT pricelistitems': sets('products'),
  'wms PUT orders': sets('cancelled before picking', 'sold at a till, sent by the warehouse'),
  'wms DELETE orders': sets('cancelled before picking'),
  'wms PUT purchaseOrders': sets('that travels on to the warehouse'),
  'wms PUT articles': sets('products'),
};

const mutations = mutationsOfTheProduct();
const rowOf = ({ system, name }: Mutation): Row | undefined => ROWS[`${system} ${name}`];
const SYSTEMS = ['centra', 'sitoo', 'wms'] as const;
const PRODUCTS: readonly string[] = ['POST products', 'PUT products', 'PUT pricelistitems', 'PUT articles'];
const PRICELIST = 7;

const { deaths, killable } = killableSteps();
let harness: Harness;
let stock: StockStates;
/** How often each mutation is made when nothing goes wrong. */
let least: Map<string, number> | undefined;
beforeAll(async () => {
  // One mutation of a way after the other waits until its effect has come.
  patience.ms = 120_000;
  harness = await startHarness(
    'late-effects',
    { returns: { refund: 'original-payment' } },
    { wrapActivities: killable },
  );
  stock = stockStates(harness);
  await stock.opened();
});
afterAll(() => harness?.close());

/** Every way that changes something, all at the same time; each is judged by the books. */
const ways = {
  async 'sent from a store'() {
    const order = await harness.webOrder({ location: 'store-02' });
    await harness.sendFromStore(order.inStore(), `S-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.closed }]);
    await expectOneShipment(order);
  },
  async 'sent by the warehouse, its money had at the second try'() {
    const order = await harness.webOrder({ captureFails: 1 });
    await harness.sendFromWarehouse(order.inWarehouse(), `W-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
    await expectOneShipment(order);
  },
  async 'its money taken later'() {
    const order = await harness.webOrder({ captureLater: 300 });
    await harness.sendFromWarehouse(order.inWarehouse(), `L-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    await expectOneShipment(order);
    const { payments } = await harness.states.centra(order.number);
    expect(payments.filter((p) => p.entryType === 'CAPTURE_REQUEST')).toHaveLength(1);
  },
  async 'moved from a store to the warehouse'() {
    const order = await harness.webOrder({ location: 'store-03' });
    await harness.tills.actSoon({ type: 'store.reject', name: order.inStore() });
    await harness.sendFromWarehouse(order.inWarehouse(await order.placedAt('dc')), `M-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    expect(await harness.states.sitoo(order.number)).toMatchObject([{ state: SITOO.cancelled }]);
    expect(await harness.states.wms('centra', order.number)).toHaveLength(1);
    const [line] = (await harness.states.centra(order.number)).lines;
    expect(line?.allocations).toEqual([{ warehouse: 9, quantity: 2 }]);
    await expectOneShipment(order);
  },
  async 'cancelled before picking'() {
    const order = await harness.webOrder();
    await order.fulfilment(1, 'placed');
    await harness.shop.act({ type: 'web.cancel', order: Number(order.number) });
    expect(await order.outcome()).toBe('cancelled');
    expect(await harness.states.wms('centra', order.number)).toMatchObject([{ status: WMS.cancelled }]);
    expect((await harness.states.centra(order.number)).shipments).toEqual([]);
  },
  async 'given up by a person'() {
    const order = await harness.webOrder({ shippingOption: null });
    await order.answer('order.missing-courier', 'cancel-order');
    expect(await order.outcome()).toBe('cancelled');
    const { status, payments } = await harness.states.centra(order.number);
    expect(status).toBe('CANCELLED');
    expect(payments.filter((p) => p.entryType === 'CANCEL')).toHaveLength(1);
  },
  async 'short of two units, which are cancelled'() {
    // Six ordered and two to be cancelled: a cancellation done twice would show as four.
    const order = await harness.webOrder({ lines: [{ sku: 'SCARF', quantity: 6 }] });
    const name = order.inWarehouse();
    await harness.warehouse.actSoon({ type: 'wms.pick', name, lines: [{ sku: 'SCARF', picked: 4 }] });
    await harness.warehouse.act({ type: 'wms.ship', name, waybill: `X-${order.number}` });
    await order.answer('warehouse.short-pick', 'cancel-line');
    expect(await order.outcome()).toBe('fulfilled');
    const { lines } = await harness.states.centra(order.number);
    expect(lines).toMatchObject([{ shippedQuantity: 4, cancelledQuantity: 2 }]);
    await expectOneShipment(order);
  },
  async 'sold at a till, sent by the warehouse'() {
    const order = await harness.tillOrder();
    await harness.sendFromWarehouse(order.inWarehouse(), `T-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    const { state, deliveries, items } = await harness.states.till(order.number);
    expect(state).toBe(SITOO.closed);
    expect(deliveries).toMatchObject([{ reference: `T-${order.number}` }]);
    expect(items).toMatchObject([{ quantity: 2, delivered: 2 }]);
    expect(await harness.states.wms('sitoo', order.number)).toHaveLength(1);
  },
  async 'paid back, in mixed condition'() {
    const order = await sent('TEE-M', 2);
    const back = await handedBack(order, [
      { sku: 'TEE-M', quantity: 1, condition: 'resellable' },
      { sku: 'TEE-M', quantity: 1, condition: 'damaged' },
    ]);
    expect(await back.outcome()).toBe('returned');
    await expectPaidBackOnce(order, 2);
  },
  async 'paid back later'() {
    const order = await sent('CAP', 1, { refundLater: 300 });
    const back = await handedBack(order, [{ sku: 'CAP', quantity: 1 }]);
    expect(await back.outcome()).toBe('returned');
    await expectPaidBackOnce(order, 1);
  },
  async 'that travels on to the warehouse'() {
    const order = await sent('TEE-L', 1);
    const back = await handedBack(order, [{ sku: 'TEE-L', quantity: 1 }], { goodsTo: 'warehouse' });
    await harness.warehouse.actSoon({ type: 'wms.receive-purchase', name: `RETURN-${back.refund}-dc` });
    expect(await back.outcome()).toBe('returned');
    await expectPaidBackOnce(order, 1);
  },
} as const satisfies Scenarios;

async function sent(sku: string, quantity: number, more: Record<string, unknown> = {}): Promise<OrderUnderTest> {
  const order = await harness.webOrder({ lines: [{ sku, quantity }], location: 'store-01', ...more });
  await harness.sendFromStore(order.inStore(), `F-${order.number}`);
  expect(await order.outcome()).toBe('fulfilled');
  return order;
}

async function handedBack(order: OrderUnderTest, lines: unknown, more: object = {}): Promise<ReturnUnderTest> {
  const refund = { type: 'pos.refund', location: 'store-01', condition: 'resellable', paidOut: false } as const;
  const { orderid = 0 } = await harness.tills.act({ ...refund, order: order.number, lines, ...more } as never);
  return returnUnderTest(harness, orderid);
}

/** One shipment, shipped, its money taken once. */
async function expectOneShipment({ number }: OrderUnderTest): Promise<void> {
  const { status, shipments, payments } = await harness.states.centra(number);
  expect(status).toBe('SHIPPED');
  expect(shipments.map((s) => [s.isShipped, s.isCaptured])).toEqual([[true, true]]);
  expect(payments.filter((p) => p.entryType === 'CAPTURE')).toHaveLength(1);
}

/** So many returns, each completed and paid back once. */
async function expectPaidBackOnce(order: OrderUnderTest, returns: number): Promise<void> {
  const made = await returnsOf(harness, order.number);
  expect(made.map((r) => r.status)).toEqual(Array.from({ length: returns }, () => 'COMPLETED'));
  const paid = made.flatMap((r) => r.refunds.filter((p) => p.entryType === 'REFUND' && p.status === 'SUCCESS'));
  expect(paid).toHaveLength(returns);
}

type Calls = Readonly<Record<(typeof SYSTEMS)[number], Readonly<Record<string, number>>>>;
async function callsNow(): Promise<Calls> {
  const [centra, sitoo, wms] = await Promise.all(SYSTEMS.map((system) => harness.states.calls(system)));
  return { centra: centra ?? {}, sitoo: sitoo ?? {}, wms: wms ?? {} };
}

/** Runs all ways to their ends, shipments mirrored to the tills included. @returns how often each mutation was asked for */
async function callsOf(run: () => Promise<void>): Promise<Map<string, number>> {
  const before = await callsNow();
  await run();
  const mirrored = async () => (await harness.records.returns.dueForTills(1)).length === 0;
  await until(mirrored, { withinMs: 60_000, what: 'every shipment to be known at the tills' });
  const after = await callsNow();
  return new Map(
    mutations.map(({ system, name, operation }) => [
      `${system} ${name}`,
      (after[system][operation] ?? 0) - (before[system][operation] ?? 0),
    ]),
  );
}

/** From now on every mutation that a way makes loses its answer, or has this status, and takes effect late. */
async function loseEveryAnswer(statuses: readonly number[] = []): Promise<void> {
  for (const system of SYSTEMS) {
    const operations = new Set(mutations.filter((m) => m.system === system).map(({ operation }) => operation));
    const rules = [...operations].map((operation, i) => {
      const status = statuses[i % statuses.length];
      const fault = { kind: 'late', ms: LATE_MS, ...(status === undefined ? {} : { status }) };
      return { operation, fault, times: PRODUCTS.includes(operation) ? 1 : 100_000 };
    });
    await harness.controls[system].post('faults', { rules });
  }
}

async function calm(): Promise<void> {
  for (const system of SYSTEMS) await harness.controls[system].post('faults', { rules: [] });
}

describe('every mutation', () => {
  it('Every mutation of the product has a row that names the ways that make it, and no row is without a mutation', () => {
    expect(mutations.filter((mutation) => rowOf(mutation) === undefined)).toEqual([]);
    const known = new Set(mutations.map(({ system, name }) => `${system} ${name}`));
    expect(Object.keys(ROWS).filter((name) => !known.has(name))).toEqual([]);
    for (const row of Object.values(ROWS)) if ('unusedMethod' in row) expect(callersOf(row.unusedMethod)).toEqual([]);
    process.stdout.write(
      `${mutations.length} mutations, ${Object.keys(ways).length + 3} ways, answers lost, 502 and 504\n`,
    );
  });

  it.each([
    { name: 'every connection is cut', statuses: [] },
    { name: 'every answer is 502 or 504', statuses: [502, 504] },
  ])(
    'Every effect happens once, and no mutation is asked for twice, when $name and every effect comes late',
    async ({ statuses }) => {
      // Once without faults: as often as each mutation is made then, it may be made at most.
      least ??= await callsOf(() => runScenarios(ways));
      await loseEveryAnswer(statuses);
      const made = await callsOf(() => runScenarios(ways));
      await calm();
      const rows = mutations.flatMap((mutation) => {
        const row = rowOf(mutation);
        return row !== undefined && 'by' in row ? [{ name: `${mutation.system} ${mutation.name}`, row }] : [];
      });
      const unplayed = rows.filter(({ name, row }) => row.by.some((way) => way in ways) && made.get(name) === 0);
      expect(unplayed).toEqual([]);
      const counts = (of: Map<string, number> | undefined) =>
        rows.filter(({ row }) => row.once).map(({ name }) => `${name}: ${of?.get(name)}`);
      expect(counts(made)).toEqual(counts(least));
    },
    ROUND_MS,
  );

  it('A return is undone once, and leaves nothing behind, when the answer to its undoing is lost', async () => {
    const order = await sent('TEE-S', 2);
    deaths.set('createReturn', ['lives', 'refused']);
    const back = await handedBack(order, [
      { sku: 'TEE-S', quantity: 1, condition: 'resellable' },
      { sku: 'TEE-S', quantity: 1, condition: 'damaged' },
    ]);
    await back.waitsFor('return.refused');
    await loseEveryAnswer();
    await back.answer('return.refused', 'refuse');
    expect(await back.outcome()).toBe('refused');
    expect(await returnsOf(harness, order.number)).toEqual([]);
    await calm();
  });

  it('No unit is counted twice and no old level stays when every stock call takes effect late', async () => {
    const before = await callsNow();
    const made = async (system: 'centra' | 'sitoo', operation: string): Promise<number> =>
      ((await callsNow())[system][operation] ?? 0) - (before[system][operation] ?? 0);
    await loseEveryAnswer([502]);
    for (const [nth, location] of (['store-01', 'store-02'] as const).entries())
      await harness.tills.act({
        type: 'pos.sale',
        location,
        receipt: `LATE-${nth}`,
        lines: [{ sku: 'BELT', quantity: 3 }],
      });
    await harness.warehouse.act({ type: 'wms.receive', sku: 'GLOVE', quantity: 12 });
    const bothLost = async () =>
      (await made('centra', 'changeStock')) >= 3 && (await made('sitoo', 'PUT warehouseitems')) >= 1;
    await until(bothLost, { withinMs: 30_000, what: 'stock calls to lose their answers' });
    // While what was received is under way, the level changes again.
    await harness.warehouse.act({ type: 'wms.adjust', sku: 'GLOVE', quantity: -5 });
    await calm();
    await stock.agree(60_000);
  });
});

describe('every write of a product', () => {
  it('Each product exists once, with its newest price, when every write takes effect late', async () => {
    const products = await startHarness('late-products', {
      ...SOLD_BLINDLY,
      products: { sync: 'on', sitooPricelist: PRICELIST },
    });
    try {
      const edit = (priceMinor: number) =>
        products.controls.centra.act([
          { type: 'ams.product', sku: 'LATE-1', name: 'Late', barcode: '7400000000001', priceMinor, active: true },
        ]);
      const fault = { kind: 'late', ms: LATE_MS } as const;
      for (const system of ['sitoo', 'wms'] as const)
        await products.controls[system].post('faults', {
          rules: PRODUCTS.map((operation) => ({ operation, fault, times: 1 })),
        });
      await edit(10_000);
      await startProductSync(products.client, products.brand, true);
      const atTills = async () => (await readSitooState(products.controls.sitoo)).products;
      const isPriced = (priceMinor: number) => async () => {
        const row = (await atTills()).find(({ sku }) => sku === 'LATE-1');
        return row?.priceMinor === priceMinor && row.pricelists[PRICELIST] === priceMinor;
      };
      await until(isPriced(10_000), { withinMs: 60_000, what: 'the product' });
      await edit(12_000);
      await startProductSync(products.client, products.brand, true);
      await until(isPriced(12_000), { withinMs: 60_000, what: 'its new price' });
      expect((await atTills()).filter(({ sku }) => sku === 'LATE-1')).toHaveLength(1);
      const { articles } = await readWmsState(products.controls.wms);
      expect(articles.filter(({ sku }) => sku === 'LATE-1')).toHaveLength(1);
      expect(await products.records.cases.list({ code: 'product.refused' }, 5)).toEqual([]);
    } finally {
      await products.close();
    }
  });
});

afterwards(() => harness);
