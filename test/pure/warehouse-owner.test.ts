import { describe, expect, it } from '@jest/globals';
import { ordersOfOthers, ownerFinder } from '../../activities/follow/warehouse-owner.js';
import { deductedForOthers, picksOf } from '../../activities/stock/ingest/read-picks.js';
import type { WarehouseOrder } from '../../domain/order/warehouse-order.js';
import type { FulfilmentRow } from '../../systems/database/port.js';
import { asId } from '../support/ids.js';
import { signalledClient } from '../support/signalled-client.js';
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
function finder(placed: readonly string[] = []) {
  const cases: string[] = [];
  const temporal = signalledClient(async () => {});
  Object.assign(temporal.workflow, {
    start: async (_: string, { workflowId }: { workflowId: string }) => cases.push(workflowId),
  });
  const ownerOf = ownerFinder({
    brand,
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
    statusNumber: 400,
    packages: 1,
    lines: [],
    ...more,
  });
  return { ownerOf, order, cases };
}

describe('orders that others place for orders of the web shop', () => {
  it('What leaves with a wholesale order that the brand file names is deducted by the web shop itself, once it is sent', () => {
    const ofOthers = ordersOfOthers({ brand: { ...brand, wms: { ...brand.wms, ordersOfOthers: ['WS-*', 'B.1'] } } });
    expect([...['XWS-1', 'WS1', 'BX1', 'C1-1'].map((name) => ofOthers({ name }))]).toEqual(Array(4).fill(undefined));
    const known = ofOthers({ name: 'WS-10002' });
    expect(known).toEqual({ order: { origin: 'centra', number: '10002' }, location: 'dc' });
    expect(ofOthers({ name: 'B.1' })).toMatchObject({ order: { number: 'B.1' } });
    const lines = [{ line: asId<never>('1'), sku: 'TEE', ordered: 2, picked: 2 }];
    const read = (stage: 'picked' | 'sent') => ({
      reading: 1,
      orders: [{ shown: { name: 'WS-10002', stage, lines }, ofOthers: known }],
    });
    expect(picksOf(read('picked')).rows).toMatchObject([
      { orderName: 'WS-10002', location: 'dc', sku: 'TEE', picked: 2, order: { origin: 'centra' } },
    ]);
    expect(deductedForOthers(read('picked'), 1)).toEqual([]);
    expect(deductedForOthers(read('sent'), 1)).toMatchObject([
      { number: '10002', changedAt: 0, units: [{ location: 'dc', sku: 'TEE', outstanding: 0, deductedAtOrigin: 2 }] },
    ]);
  });
});

describe('whose an order in the warehouse is', () => {
  it('An order of ours, and a back order of it, belong to their fulfilment', async () => {
    const { ownerOf, order, cases } = finder();
    const owner = { order: { origin: 'centra', number: '10045' }, fulfilment: 1, location: 'dc' };
    expect(await ownerOf(order('C10045-1'))).toEqual(owner);
    expect(await ownerOf(order('BACK-7', { backOrderForRef: asId('50161') }))).toEqual(owner);
    expect(cases).toEqual([]);
  });

  it('An order that a worker placed before it died belongs to its fulfilment', async () => {
    const { ownerOf, order, cases } = finder(['C10046-2']);
    expect(await ownerOf(order('C10046-2'))).toMatchObject({ order: { number: '10046' }, fulfilment: 2 });
    expect(cases).toEqual([]);
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
