import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { endsWithin, runOnce } from '../../activities/idempotent.js';
import { fingerprint } from '../../activities/orders/fingerprint.js';
import { brandSchema } from '../../config/brand.js';
import type { System } from '../../domain/names.js';
import { concernsUs, posOrderFacts } from '../../domain/order/facts-from-till.js';
import { moneyLeft } from '../../domain/order/reserve.js';
import { isCaptured, mustBeMarkedPaid } from '../../domain/order/web-shipment.js';
import { payerOf } from '../../domain/return/payer.js';
import { tillRefundOf } from '../../domain/return/refund-from-till.js';
import type { TillRefund } from '../../domain/return/till-refund.js';
import { unitsOfTillOrder } from '../../domain/stock/units-of-orders.js';
import { CENTRA_FACTS } from '../../systems/centra/inferred-facts.js';
import type { InferredFacts } from '../../systems/inferred-facts.js';
import { WMS_FACTS } from '../../systems/ongoing/inferred-facts.js';
import { USUAL_WRITING } from '../../systems/ongoing/write-order.js';
import { SITOO_FACTS } from '../../systems/sitoo/inferred-facts.js';
import { placed, startHarness as startShop, world as worldOfShop } from '../support/centra-harness.js';
import { FACTS_OF_STOCK } from '../support/facts-of-stock.js';
import { asId } from '../support/ids.js';
import { intentsInMemory } from '../support/memory-intents.js';
import { home, openShop, webOrder, world as worldOfTills } from '../support/sitoo-shop.js';
import { until } from '../support/until.js';
import { newOrder, startHarness as startWarehouse, WORLD as worldOfWarehouse } from '../support/warehouse-harness.js';
import { COURIERS, testBrand } from '../support/web-order.js';

let shop: Awaited<ReturnType<typeof startShop>>;
let tills: Awaited<ReturnType<typeof openShop>>;
let warehouse: Awaited<ReturnType<typeof startWarehouse>>;
beforeAll(async () => {
  [shop, tills, warehouse] = await Promise.all([startShop(), openShop(), startWarehouse()]);
});
beforeEach(async () => {
  await shop.control.post('world', worldOfShop);
  await tills.control.post('world', worldOfTills);
  await warehouse.control.post('world', worldOfWarehouse);
});
afterAll(() => Promise.all([shop, tills, warehouse].map((one) => one?.close())));

/** What must come out alike, or be asked about, whatever the reading is; or the test that plays each reading with workflows. */
type Story = ((reading: string) => Promise<void>) | typeof OF_STOCK;
type StoriesOf<Facts> = { readonly [Fact in keyof Facts]: Story };

/** Plays every reading of the facts of stock by itself. */
const OF_STOCK = { file: 'test/workflow/stock-inferred-facts.test.ts', words: 'FACTS_OF_STOCK' } as const;

/** An effect comes this long after its answer was lost: later than the look of a repeat that does not wait, ms. */
const LATE_MS = 300;

/** A change whose answer is lost, and whose effect comes late or never. */
interface LateChange<T> {
  readonly system: System;
  /** Loses the answer of the next call. */
  readonly lose: () => Promise<void>;
  readonly act: () => Promise<T>;
  readonly lookUp: () => Promise<T | undefined>;
  readonly effects: () => Promise<number>;
}

/** Whichever reading is true: the change is not repeated while it may still come, and has happened once in the end. */
async function happensOnce<T>(reading: string, { system, lose, act, lookUp, effects }: LateChange<T>): Promise<void> {
  const { intents, wait } = intentsInMemory();
  const of = testBrand();
  const run = () => runOnce({ brand: of, records: { intents } }, { key: 'change/1', system, act, lookUp });
  await lose();
  await expect(run()).rejects.toMatchObject({ kind: 'unknown-outcome' });
  await expect(run()).rejects.toMatchObject({ kind: 'unknown-outcome' });
  if (reading === 'limited') await until(async () => (await effects()) > 0);
  else {
    expect(await effects()).toBe(0);
    wait(endsWithin(of, system));
  }
  expect(await run()).toBeDefined();
  expect(await effects()).toBe(1);
}

const late = { kind: 'late', ms: LATE_MS } as const;

const CENTRA: StoriesOf<typeof CENTRA_FACTS> = {
  allocationsAfterShipping: OF_STOCK,
  stockBelowAllocated: OF_STOCK,
  unknownSku: OF_STOCK,
  returnStock: OF_STOCK,
  async cancelledOrderQuantity() {
    const { number, order } = await placed(shop);
    await shop.centra.cancelOrder(order.id, 'customer');
    expect((await shop.centra.order(number))?.lines[0]).toMatchObject({ quantity: 2, cancelledQuantity: 2 });
  },
  async unknownLists() {
    const lines = Array.from({ length: 2 }, () => ({ sku: 'SHIRT', quantity: 1 }));
    const { number } = await placed(shop, { lines });
    expect((await shop.centra.order(number))?.lines).toHaveLength(2);
  },
  async bundlePrice() {
    const lines = [
      { sku: 'SHIRT', quantity: 2 },
      { sku: 'SCARF', quantity: 1 },
    ];
    const { number } = await placed(shop, { lines, bundle: true });
    const order = await shop.centra.order(number);
    const priced = order?.lines.filter(({ kind }) => kind === 'bundle-item') ?? [];
    expect(priced.map(({ sku, lineValueMinor }) => [sku, lineValueMinor])).toEqual([
      ['SHIRT', 99_980],
      ['SCARF', 19_900],
    ]);
    // Nothing is paid for twice: the bundle itself costs nothing any more.
    const all = order?.lines.reduce((sum, { lineValueMinor }) => sum + lineValueMinor, 0);
    expect([all, order?.grandTotalMinor]).toEqual([119_880, 119_880]);
  },
  async refundSign() {
    const { number, line } = await placed(shop, { location: 'wh' });
    const { shipment } = await shop.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    await shop.centra.completeShipment({ id: shipment.id });
    await shop.act({ type: 'web.return', order: number, lines: [{ sku: 'SHIRT', quantity: 1 }] });
    const [found] = await shop.centra.returnsOf(number);
    expect(found?.refunds.map(({ amountMinor }) => amountMinor)).toEqual([49_990]);
  },
  async freeShipment() {
    const { number, line } = await placed(shop, { lines: [{ sku: 'SHIRT', quantity: 1, priceMinor: 0 }] });
    const lines = [{ line: line.id, quantity: 1 }];
    const { shipment } = await shop.centra.createShipment({ order: number, lines });
    expect(isCaptured(shipment)).toBe(true);
    // Nobody waits for money that is not owed.
    if (mustBeMarkedPaid(shipment)) await shop.centra.markShipmentPaid(shipment.id);
    await shop.centra.completeShipment({ id: shipment.id });
    expect((await shop.centra.order(number))?.status).toBe('shipped');
  },
  async lateEffect(reading) {
    const { number, line } = await placed(shop);
    const shipments = async () => (await shop.centra.order(number))?.shipments ?? [];
    await happensOnce(reading, {
      system: 'centra',
      lose: () => shop.fault('createShipment', late),
      act: async () =>
        (await shop.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] })).shipment.id,
      lookUp: async () => (await shipments())[0]?.id,
      effects: async () => (await shipments()).length,
    });
  },
  async shipmentOfGroups(reading) {
    const { number, line } = await placed(shop, { location: 'wh', deliveryGroups: true });
    const made = shop.centra.createShipment({ order: number, lines: [{ line: line.id, quantity: 2 }] });
    // A refusal is asked about, in the words of the web shop.
    if (reading === 'refused') await expect(made).rejects.toMatchObject({ kind: 'rejected' });
    else expect(await made).toMatchObject({ shipment: { isCaptured: true } });
  },
  async addedAfterCapture(reading) {
    const { number, line } = await placed(shop, { location: 'wh', capturedAtOnce: true });
    await shop.act({ type: 'web.add', order: number, lines: [{ sku: 'SHIRT', quantity: 1 }], location: 'wh' });
    const added = (await shop.centra.order(number))?.lines.find(({ id }) => id !== line.id);
    if (!added) throw new Error('no line was added');
    const units = [line, added].map(({ id, quantity }) => ({ line: id, quantity }));
    const { shipment } = await shop.centra.createShipment({ order: number, lines: units });
    await shop.centra.completeShipment({ id: shipment.id });
    const order = await shop.centra.order(number);
    const left = reading === 'assigned' ? { kind: 'not-captured', minor: added.unitPriceMinor } : undefined;
    expect(order && moneyLeft(order)).toEqual(left);
  },
};

const brand = brandSchema.parse({
  brand: 'nordvik',
  currency: 'SEK',
  couriers: COURIERS,
  locations: worldOfTills.locations.map(({ id, kind, name, centraWarehouse, sitooWarehouse, wmsWarehouse }) => ({
    id,
    kind,
    name,
    centra: centraWarehouse,
    sitoo: sitooWarehouse,
    ...(wmsWarehouse === undefined ? {} : { wms: wmsWarehouse }),
  })),
});
const ROWS = [{ sku: 'TEE-BLK-M', quantity: 1 }];
const ruleOf = (refund: TillRefund) => payerOf(refund, 'till-pays-out');

const SITOO: StoriesOf<typeof SITOO_FACTS> = {
  async virtualPayment(reading) {
    const refund = (more: Partial<TillRefund>): TillRefund => ({
      number: asId('900'),
      location: 'store-01',
      currency: 'SEK',
      amountMinor: 100,
      paidOutMinor: 0,
      virtualMinor: 100,
      lines: [],
      at: '2026-11-28T10:00:00.000Z',
      ...more,
    });
    // A credit of an exchange is asked about: money that is paid twice does not come back.
    if (reading === 'webShop') expect(ruleOf(refund({}))).toBe('web-shop');
    else expect(ruleOf(refund({ inExchangeFor: asId('901') }))).toBe('unclear');
  },
  async otherRow() {
    const { orderid } = await tills.act({
      type: 'pos.sale',
      location: 'store-01',
      receipt: 'R-1',
      lines: ROWS,
      discountMinor: 5_000,
    });
    const [order] = await tills.sitoo.orders([asId(orderid ?? '')]);
    expect(
      order?.items.map(({ sku, quantity, rowNetMinor, rowVatMinor }) => [sku, quantity, rowNetMinor + rowVatMinor]),
    ).toEqual([['TEE-BLK-M', 1, 20_000]]);
  },
  async closedOrder(reading) {
    const [line] = webOrder('x').lines;
    if (!line) throw new Error('the order has no line');
    const order = webOrder('centra-1-1', { ...home, lines: [{ ...line, quantity: 2 }] });
    const orderid = await tills.sitoo.placeOrder(order);
    await tills.act({ type: 'store.ship', orderid, waybill: 'W-1', items: [{ itemId: 0, quantity: 1 }], close: true });
    const { ok } = await tills.act({ type: 'store.ship', orderid, waybill: 'W-2' });
    expect(ok).toBe(reading === 'more');
    // What has left is what the deliveries say, never what the state promises.
    const sent = (await tills.sitoo.deliveries(orderid)).flatMap(({ items }) => items);
    expect(sent.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(reading === 'more' ? 2 : 1);
  },
  async exchange() {
    await tills.act({ type: 'pos.sale', location: 'store-01', receipt: 'R-1', lines: ROWS });
    const { orderid } = await tills.act({
      type: 'pos.refund',
      location: 'store-01',
      receipt: 'R-1',
      lines: ROWS,
      condition: 'resellable',
      paidOut: true,
      exchange: [{ sku: 'TEE-BLK-L', quantity: 1 }],
    });
    const [order] = await tills.sitoo.orders([asId(orderid ?? '')]);
    const refund = order && tillRefundOf(order, brand);
    expect(refund && ruleOf(refund)).toBe('till');
    expect((await tills.state()).stock.find(({ sku }) => sku === 'TEE-BLK-L')).toMatchObject({ total: 0 });
  },
  async endlessAisleWarehouse() {
    await tills.act({ type: 'pos.sale', location: 'store-01', receipt: 'R-1', lines: ROWS, deliver: 'warehouse' });
    const [order] = await tills.sitoo.newestOrders(1, () => {});
    if (!order) throw new Error('the order of the till cannot be read');
    const deliveries = await tills.sitoo.deliveries(order.orderId);
    expect(concernsUs(order, brand)).toBe(true);
    const facts = posOrderFacts(
      { order, deliveries },
      { brand, knowledgeOf: () => 'known', readAt: Date.now(), fingerprint },
    );
    // Whichever warehouse it is registered for: the goods come from the one that sends, and from its shelf alone.
    expect(unitsOfTillOrder(facts, 0).units).toEqual([{ location: 'dc', sku: 'TEE-BLK-M', outstanding: 1 }]);
  },
  async pricesStoredWithVat(reading) {
    expect((await tills.sitoo.settings()).pricesWithVat).toBe(reading === 'yes');
  },
  async transferRows(reading) {
    const first = (await tills.sitoo.newestJournalId()) + 1;
    await tills.act({ type: 'pos.issue', location: 'store-01', lines: ROWS, shipment: 7 });
    await tills.act({ type: 'pos.intake', location: 'store-02', lines: ROWS, shipment: 7 });
    const rows = await tills.sitoo.journal(first, 10);
    // Each is a movement where it happened; only where they name it does anybody wait for the other half.
    expect(rows.map(({ items, ...row }) => [row.kind, items[0]?.quantity, row.shipmentId])).toEqual([
      ['issue', -1, reading === 'named' ? 7 : undefined],
      ['intake', 1, reading === 'named' ? 7 : undefined],
    ]);
  },
  async lateEffect(reading) {
    const order = webOrder('centra-7-1');
    await happensOnce(reading, {
      system: 'sitoo',
      lose: () => tills.control.post('faults', { rules: [{ operation: 'POST orders', fault: late, times: 1 }] }),
      act: () => tills.sitoo.placeOrder(order),
      lookUp: async () => (await tills.sitoo.orderByExternalId('centra-7-1'))?.orderId,
      effects: async () => (await tills.state()).orders.length,
    });
  },
};

const WMS: StoriesOf<typeof WMS_FACTS> = {
  async sameNumber() {
    const first = await warehouse.wms.placeOrder(newOrder('C1-1'));
    expect(await warehouse.wms.placeOrder(newOrder('C1-1'))).toEqual(first);
  },
  async linePrice(reading) {
    // No answer tells which of the two a warehouse means: the brand file says what it has said.
    const linePrice = reading === 'row' ? 'row' : 'unit';
    const adapter = warehouse.adapter({ writing: { ...USUAL_WRITING, linePrice } });
    await adapter.placeOrder(newOrder('C1-1'));
    expect((await warehouse.state()).orders.map(({ papersMinor }) => papersMinor)).toEqual([39_800]);
  },
  async articleOnTwoRows() {
    const [line] = newOrder('C1-1').lines;
    if (!line) throw new Error('the order has no line');
    const lines = [line, { ...line, line: asId<typeof line.line>('2') }];
    expect(USUAL_WRITING.articleTwice).toBe('merge');
    await warehouse.wms.placeOrder(newOrder('C1-1', { lines }));
    expect((await warehouse.state()).orders).toHaveLength(1);
  },
  async shippedStatus() {
    await warehouse.wms.placeOrder(newOrder('C1-1'));
    await warehouse.act(
      { type: 'wms.begin', name: 'C1-1' },
      { type: 'wms.pick', name: 'C1-1' },
      { type: 'wms.ship', name: 'C1-1', waybill: 'WB-1' },
    );
    expect((await warehouse.wms.order('C1-1'))?.stage).toBe('sent');
  },
  async lateEffect(reading) {
    await happensOnce(reading, {
      system: 'wms',
      lose: () => warehouse.fault({ operation: 'PUT orders', fault: late, times: 1 }),
      act: async () => (await warehouse.wms.placeOrder(newOrder('C1-1'))).ref,
      lookUp: async () => (await warehouse.wms.order('C1-1'))?.ref,
      effects: async () => (await warehouse.state()).orders.length,
    });
  },
};

const TABLES: readonly {
  readonly system: string;
  readonly facts: InferredFacts;
  readonly stories: Readonly<Record<string, Story>>;
  readonly play: (readings: object) => Promise<void>;
}[] = [
  {
    system: 'Centra',
    facts: CENTRA_FACTS,
    stories: CENTRA,
    play: (readings) => shop.control.post('settings', { readings }),
  },
  {
    system: 'Sitoo',
    facts: SITOO_FACTS,
    stories: SITOO,
    play: (readings) => tills.control.post('settings', { readings }),
  },
  {
    system: 'the WMS',
    facts: WMS_FACTS,
    stories: WMS,
    play: (readings) => warehouse.control.post('settings', { readings }),
  },
];
const CASES = TABLES.flatMap(({ system, facts, stories, play }) =>
  Object.entries(facts).flatMap(([name, fact]) =>
    Object.keys(fact.readings).map((reading) => ({ system, name, reading, story: stories[name], play })),
  ),
);

describe('what counterparts do not document', () => {
  it.each(CASES)('In $system it comes out right when $name is $reading', async ({ name, reading, story, play }) => {
    if (story === undefined) throw new Error(`${name} has no story`);
    await play({ [name]: reading });
    if (typeof story === 'function') return story(reading);
    expect(readFileSync(story.file, 'utf8')).toContain(story.words);
  });

  it('The facts about stock are those whose story needs workflows', () => {
    expect(Object.keys(CENTRA).filter((name) => CENTRA[name as keyof typeof CENTRA] === OF_STOCK)).toEqual([
      ...FACTS_OF_STOCK,
    ]);
  });

  it('The usual reading of every fact is one of its readings, and a reading that no table has is refused', async () => {
    for (const { facts, play } of TABLES) {
      for (const fact of Object.values(facts)) expect(Object.keys(fact.readings)).toContain(fact.usual);
      await expect(play({ nothing: 'known' })).rejects.toThrow();
    }
  });
});
