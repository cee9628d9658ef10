import { describe, expect, it } from '@jest/globals';
import { ordersOfOthers, ownerFinder } from '../../activities/follow/warehouse-owner.js';
import { picksOf, shownOfOthers, unitsOfOthersIn } from '../../activities/stock/ingest/read-picks.js';
import type { WarehouseOrder } from '../../domain/order/warehouse-order.js';
import { brandAt } from '../../domain/warehouse-systems.js';
import type { FulfilmentRow } from '../../systems/database/port.js';
import { fakeStockLedger } from '../support/fake-stock-ledger.js';
import { asId, wmsWarehouse } from '../support/ids.js';
import { inActivity } from '../support/in-activity.js';
import { MemoryLedger } from '../support/memory-ledger.js';
import { signalledClient } from '../support/signalled-client.js';
import { stockPolicy } from '../support/stock-ledger.js';
import { testBrand } from '../support/web-order.js';

const brand = testBrand();
const row: FulfilmentRow = {
  origin: 'centra',
  orderNumber: asId('10045'),
  fulfilment: 1,
  location: 'dc',
  system: 'wms',
  name: 'C10045-1',
  ref: asId('50161'),
  stage: 'placed',
  shipments: [],
};

/** A warehouse in which one order of ours lies, and placings of which no row was written. */
function finder(placed: readonly string[] = [], of = brand) {
  const cases: string[] = [];
  const temporal = signalledClient(async () => {});
  Object.assign(temporal.workflow, {
    start: async (_: string, { workflowId }: { workflowId: string }) => cases.push(workflowId),
  });
  const ownerOf = ownerFinder({
    brand: of,
    temporal,
    records: {
      orders: {
        fulfilmentByName: async (_, name) => (name === row.name ? row : undefined),
        fulfilmentByRef: async (_, ref) => (ref === row.ref ? row : undefined),
      },
      intents: {
        find: async (key) =>
          placed.some((name) => key === `place/${brand.brand}/${name}`)
            ? { call: '1', isAnswered: false, mayEndInMs: 0, sentAgoMs: 0 }
            : undefined,
      },
    },
  });
  const order = (name: string, more: Partial<WarehouseOrder> = {}): WarehouseOrder => ({
    ref: asId('1'),
    name,
    stage: 'picked',
    status: '400',
    packages: 1,
    lines: [],
    ...more,
  });
  return { ownerOf, order, cases };
}

type Shown = Pick<WarehouseOrder, 'ref' | 'name' | 'stage' | 'lines' | 'backOrderForRef'>;

/** A warehouse that picks for others, and what the ledger makes of it: a level that falls with each pick. */
function wholesale() {
  const ledger = new MemoryLedger(stockPolicy());
  const shownSoFar = new Map<string, ReturnType<typeof shownOfOthers>[number]>();
  const level = (reading: number, physical: number): void =>
    ledger.record({
      levels: { reading, at: 0, rows: [{ location: 'dc', sku: 'TEE', physical }] },
      ...(reading === 1 ? { initialStockOf: ['dc'] } : {}),
    });
  level(1, 10);
  const ofOthers = ordersOfOthers({
    brand: { ...brand, warehouse: { ...brand.warehouse, ordersOfOthers: ['WS-*', 'B.1'] } },
    records: { stockLedger: fakeStockLedger({ orderOfOthers: async (ref) => shownSoFar.get(ref) }) },
  });
  let reading = 1;
  const read = async (physical: number, ...shown: Shown[]): Promise<void> => {
    reading += 1;
    const known = await inActivity(() => ofOthers(shown));
    const orders = { reading, orders: shown.map((one) => ({ shown: one, ofOthers: known.get(one.ref) })) };
    for (const one of shownOfOthers(orders)) shownSoFar.set(one.ref, one);
    ledger.record({ picks: picksOf(orders), orders: unitsOfOthersIn([...shownSoFar.values()], reading) });
    level(reading, physical);
  };
  const readInWebShop = (number: string, outstanding: number, deductedAtOrigin = 0): void => {
    reading += 1;
    ledger.record({
      orders: [
        {
          ...{
            origin: 'centra',
            number: asId(number),
            placedAt: 1,
            changedAt: reading,
            readAt: reading,
            ofOthers: true,
          },
          units: [{ location: 'dc', sku: 'TEE', outstanding, deductedAtOrigin }],
        },
      ],
    });
  };
  const published = () => ledger.at({ location: 'dc', sku: 'TEE' })?.targets.get('centra')?.wanted ?? 0;
  return { ofOthers, read, readInWebShop, published };
}

const shownOrder = (
  name: string,
  stage: 'picked' | 'sent' | 'cancelled',
  more: Partial<Shown & { picked: number }> = {},
): Shown => ({
  ref: asId(name.replaceAll(/\D/g, '') || '1'),
  name,
  stage,
  lines: [{ line: asId<never>('1'), sku: 'TEE', ordered: 2, picked: more.picked ?? 2 }],
  ...more,
});

describe('orders that others place for orders of the web shop', () => {
  it('Only orders that the brand file names are of others, by the number of the web shop that their name holds', async () => {
    const { ofOthers } = wholesale();
    const names = ['XWS-1', 'WS1', 'BX1', 'C1-1', 'WS-10002', 'B.1'];
    const shown = names.map((name, nth) => ({ ref: asId<never>(nth), name }));
    const found = await inActivity(() => ofOthers(shown));
    expect(shown.map(({ ref }) => found.get(ref)?.order.number)).toEqual([
      ...[undefined, undefined, undefined, undefined],
      ...['10002', 'B.1'],
    ]);
  });

  it('What leaves with a wholesale order that the brand file names is deducted by the web shop itself, and is published neither when it is picked nor when it is sent', async () => {
    const { read, published } = wholesale();
    await read(9, shownOrder('WS-10002', 'picked', { picked: 1 }));
    expect(published()).toBe(0);
    await read(8, shownOrder('WS-10002', 'picked'));
    expect(published()).toBe(0);
    await read(8, shownOrder('WS-10002', 'sent'));
    expect(published()).toBe(0);
  });

  it('A back order of such an order, whatever its name and whenever it is read, belongs to it, and what left with either adds up', async () => {
    const { ofOthers, read, published } = wholesale();
    const back = { ref: asId<never>('900'), backOrderForRef: asId<never>('10002') };
    await read(9, shownOrder('WS-10002', 'sent', { picked: 1 }));
    await read(8, shownOrder('BACK', 'picked', { ...back, picked: 1 }));
    expect(published()).toBe(0);
    await read(8, shownOrder('BACK', 'sent', { ...back, picked: 1 }));
    await read(8, shownOrder('WS-10002', 'sent', { picked: 1 }));
    expect(published()).toBe(0);
    const named = { ref: asId<never>('901'), backOrderForRef: asId<never>('10002') };
    const shown = shownOrder('WS-10002-BO', 'picked', { ...named, picked: 1 });
    expect((await inActivity(() => ofOthers([shown]))).get(named.ref)?.order.number).toBe('10002');
    // One that refers to nothing that is known is a change of stock like any other.
    await read(7, shownOrder('STRANGE', 'picked', { backOrderForRef: asId<never>('77'), picked: 1 }));
    expect(published()).toBe(-1);
  });
});

/** What is counted or lost while the warehouse shows an order of others. */
describe('a level that changes while such an order is open', () => {
  it.each([
    ['before the warehouse shows the order', true],
    ['once the warehouse shows the order', false],
  ])(
    'What the warehouse does not pick of it falls for nobody, with the order read in the web shop %s',
    async (_, isWebShopFirst) => {
      const { read, readInWebShop, published } = wholesale();
      if (isWebShopFirst) readInWebShop('10002', 2);
      await read(10, shownOrder('WS-10002', 'picked', { picked: 0 }));
      if (!isWebShopFirst) readInWebShop('10002', 2);
      await read(9, shownOrder('WS-10002', 'picked', { picked: 0 }));
      expect(published()).toBe(-1);
      await read(7, shownOrder('WS-10002', 'sent'));
      readInWebShop('10002', 0, 2);
      expect(published()).toBe(-1);
    },
  );
});

describe('an order of others that the warehouse has cancelled', () => {
  it('What leaves after the warehouse has cancelled its order may have left for it by another way again', async () => {
    const { read, readInWebShop, published } = wholesale();
    readInWebShop('10002', 2);
    await read(10, shownOrder('WS-10002', 'picked', { picked: 0 }));
    await read(10, shownOrder('WS-10002', 'cancelled', { picked: 0 }));
    await read(8);
    expect(published()).toBe(0);
    readInWebShop('10002', 0, 2);
    expect(published()).toBe(0);
  });
});

describe('whose an order in the warehouse is', () => {
  it('An order of ours, and a back order of it, belong to their fulfilment', async () => {
    const { ownerOf, order, cases } = finder();
    const owner = { order: { origin: 'centra', number: '10045' }, fulfilment: 1, location: 'dc', stage: 'placed' };
    expect(await ownerOf(order('C10045-1'))).toEqual(owner);
    expect(await ownerOf(order('BACK-7', { backOrderForRef: asId('50161') }))).toEqual(owner);
    expect(cases).toEqual([]);
  });

  it('An order with the number of one that was placed in another warehouse system is a case, and nothing of it counts for that one', async () => {
    const [dc, ...others] = brand.locations.filter(({ kind }) => kind === 'warehouse');
    if (!dc) throw new Error('The brand has no warehouse.');
    const two = {
      ...brand,
      warehouses: { outlet: brand.warehouse },
      locations: [dc, ...others, { ...dc, id: 'outlet', warehouse: 'outlet' }],
    };
    const [atOutlet, atDc] = [finder([], brandAt(two, 'outlet')), finder([], brandAt(two, undefined))];
    expect(await atOutlet.ownerOf(atOutlet.order('C10045-1', { stage: 'sent' }))).toBeUndefined();
    expect(atOutlet.cases).toEqual([`case/${brand.brand}/unknown-order/wms C10045-1/once`]);
    expect(await atDc.ownerOf(atDc.order('C10045-1'))).toMatchObject({ location: 'dc' });
    expect(atDc.cases).toEqual([]);
  });

  it('An order that a worker placed before it died belongs to its fulfilment', async () => {
    const { ownerOf, order, cases } = finder(['C10046-2']);
    expect(await ownerOf(order('C10046-2'))).toMatchObject({ order: { number: '10046' }, fulfilment: 2 });
    expect(cases).toEqual([]);
  });

  it('An order that a worker placed before it died counts for the warehouse in which the WMS has it', async () => {
    const [dc, ...others] = brand.locations.filter(({ kind }) => kind === 'warehouse');
    if (!dc) throw new Error('The brand has no warehouse.');
    const second = { ...dc, id: 'dc-2', wms: wmsWarehouse(77) };
    const two = { ...brand, locations: [dc, ...others, second] };
    const { ownerOf, order } = finder(['C10046-2'], two);
    expect(await ownerOf(order('C10046-2', { warehouse: second.wms }))).toMatchObject({ location: 'dc-2' });
    expect(await ownerOf(order('C10046-2', { warehouse: dc.wms ?? second.wms }))).toMatchObject({ location: dc.id });
  });

  it('A wholesale order in the same warehouse is left alone, without a question', async () => {
    const { ownerOf, order, cases } = finder();
    expect(await ownerOf(order('WS-10045'))).toBeUndefined();
    expect(cases).toEqual([]);
  });

  it('An order with a number of ours that Onepool never placed is a case, once, and is left alone', async () => {
    const { ownerOf, order, cases } = finder();
    for (let i = 0; i < 2; i += 1) expect(await ownerOf(order('C99999-1'))).toBeUndefined();
    expect(cases).toEqual([`case/${brand.brand}/unknown-order/wms C99999-1/once`]);
  });
});
