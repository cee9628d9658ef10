import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProductSync } from '../../client/products/start-product-sync.js';
import { sentOrderName } from '../../domain/names.js';
import { readCentraState, readSitooState, readWmsState } from '../../lab/simulators/read-states.js';
import { afterwards } from '../support/harness/afterwards.js';
import { SITOO, WMS } from '../support/harness/counterpart-states.js';
import { killableSteps } from '../support/harness/killable-worker.js';
import { orderWays } from '../support/harness/order-ways.js';
import { patience } from '../support/harness/patience.js';
import { returnsOf } from '../support/harness/return-under-test.js';
import { returnWays } from '../support/harness/return-ways.js';
import { runScenarios, type Scenarios } from '../support/harness/scenarios.js';
import { type StockStates, stockStates } from '../support/harness/stock-states.js';
import { SOLD_BLINDLY } from '../support/harness/world.js';
import { type Harness, startHarness } from '../support/harness.js';
import { asId } from '../support/ids.js';
import { type Mutation, mutationsOfTheProduct } from '../support/mutations.js';
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
  | { readonly harmless: string };

/** `once`: it must not even be asked for a second time, since no counterpart promises to refuse that. */
const once = (...by: (keyof typeof ways)[]): Row => ({ by, once: true });
/** The same call again sets what is set already. */
const sets = (...by: (keyof typeof ways | 'undone' | 'stock' | 'products')[]): Row => ({ by, once: false });

const ROWS: Readonly<Record<string, Row>> = {
  'centra CreateShipment': once('sent from a store', 'sent by the warehouse, its money had at the second try'),
  'centra CaptureShipment': once('sent by the warehouse, its money had at the second try'),
  'centra MarkShipmentPaid': sets('free of charge'),
  'centra ReleaseAuthorization': once('short of two units, which are cancelled'),
  'centra CompleteShipment': once('sent from a store'),
  'centra CreateReturn': once('paid back at once, in mixed condition'),
  'centra CompleteReturn': once('paid back at once, in mixed condition'),
  'centra RefundReturn': once('paid back at once, in mixed condition', 'paid back later'),
  'centra DeleteReturn': sets('undone'),
  'centra CancelOrder': once('given up by a person'),
  'centra CancelLines': once('short of two units, which are cancelled'),
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

const { ways: waysOfOrders, cancelledShort, expectOneShipment } = orderWays(() => harness);
const { ways: waysOfReturns, sent, handedBack } = returnWays(() => harness);
/** Every way that changes something, all at the same time; each is judged by the books. */
const ways = {
  ...waysOfOrders,
  async 'its money taken later'() {
    const order = await harness.webOrder({ captureLater: 300 });
    await harness.sendFromWarehouse(order.inWarehouse(), `L-${order.number}`);
    expect(await order.outcome()).toBe('fulfilled');
    await expectOneShipment(order);
    const { payments } = await harness.states.centra(order.number);
    expect(payments.filter((p) => p.entryType === 'CAPTURE_REQUEST')).toHaveLength(1);
  },
  'short of two units, which are cancelled': () => cancelledShort({ ordered: 6, missing: 2 }),
  ...waysOfReturns,
} as const satisfies Scenarios;

type Calls = Readonly<Record<(typeof SYSTEMS)[number], Readonly<Record<string, number>>>>;
async function callsNow(): Promise<Calls> {
  const [centra, sitoo, wms] = await Promise.all(SYSTEMS.map((system) => harness.states.calls(system)));
  return { centra: centra ?? {}, sitoo: sitoo ?? {}, wms: wms ?? {} };
}

/** Whether the tills hold every shipment of the warehouse: what is not noted as due yet is missing as well. */
async function isAllMirrored(): Promise<boolean> {
  const { centra, sitoo, wms } = harness.controls;
  const [web, tills, warehouse] = await Promise.all([
    readCentraState(centra),
    readSitooState(sitoo),
    readWmsState(wms),
  ]);
  const held = new Set(tills.orders.flatMap((o) => (o.state === SITOO.closed && o.externalid ? [o.externalid] : [])));
  const isSentByWarehouse = (number: number): boolean =>
    warehouse.orders.some((o) => o.orderNumber.startsWith(`C${number}-`) && o.status !== WMS.cancelled);
  return web.orders
    .filter(({ number }) => isSentByWarehouse(number))
    .every(({ number, shipments }) =>
      shipments.every(({ id, isShipped }) => !isShipped || held.has(sentOrderName(asId(String(number)), asId(id)))),
    );
}

/** Runs all ways to their ends, shipments mirrored to the tills included. @returns how often each mutation was asked for */
async function callsOf(run: () => Promise<void>): Promise<Map<string, number>> {
  const before = await callsNow();
  await run();
  await until(isAllMirrored, { withinMs: 60_000, what: 'every shipment to be known at the tills' });
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
