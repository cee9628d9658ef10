import { beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { shippedOrderMirror } from '../../activities/returns/mirror-shipped-orders.js';
import type { CentraOrderNumber } from '../../domain/ids.js';
import type { SoldStoreOrder } from '../../domain/order/store-order.js';
import type { WebOrder } from '../../domain/order/web-order.js';
import type { CentraPort } from '../../systems/centra/port.js';
import type { Intents, OrderStore, Records, ReturnStore, SentShipment } from '../../systems/database/port.js';
import { SystemProblem } from '../../systems/problem.js';
import type { SitooPort } from '../../systems/sitoo/port.js';
import { asId } from '../support/ids.js';
import { inActivity } from '../support/in-activity.js';
import { startingClient } from '../support/signalled-client.js';
import { COURIERS, testBrand, webOrder } from '../support/web-order.js';

/** Customers of `click-and-collect` fetch in the first store what the warehouse sends there. */
const BRAND = testBrand({
  locations: [
    {
      id: 'store-01',
      kind: 'store',
      name: 'One',
      centra: 1,
      sitoo: 101,
      address: { street: 'Storgatan 2', zip: '11122', city: 'Stockholm', country: 'SE' },
    },
    { id: 'dc', kind: 'warehouse', name: 'Central', centra: 9, sitoo: 109, wms: 1 },
  ],
  couriers: {
    ...COURIERS,
    'click-and-collect': { ...COURIERS['click-and-collect'], collectIn: 'store-01', handedOverAtTills: true },
  },
});
const due: readonly SentShipment[] = [10045, 10046, 10047].map((number) => ({
  orderNumber: asId(number),
  shipment: asId(number),
}));
const orderOf = (number: CentraOrderNumber): WebOrder =>
  webOrder({
    number,
    shipments: [
      {
        id: asId(number),
        number: '1',
        isShipped: true,
        isGoodToGo: true,
        isPaid: true,
        isCaptured: true,
        totalMinor: 100,
        lines: [{ id: asId(1), line: asId(11), quantity: 2, returned: 0 }],
      },
    ],
  });
const problem = (kind: SystemProblem['kind'], sentence: string) =>
  new SystemProblem({ kind, system: 'centra', operation: 'orders', sentence });

let placed: string[];
let marked: [order: string, why: string | undefined][];
let reads: { together: number; alone: number };
let asked: string[];
let collected: SoldStoreOrder[];
/** Orders of which somebody made the shipment by hand, with what else has sent goods of them. */
let byHand: Readonly<Record<string, 'wms' | 'sitoo'>>;

beforeEach(() => {
  byHand = {};
  [placed, marked, reads, asked, collected] = [[], [], { together: 0, alone: 0 }, [], []];
});

/** Tells tills over a web shop that answers as given. */
function mirrorShippedOrders(shop: {
  together: (numbers: readonly CentraOrderNumber[]) => WebOrder[];
  alone: (number: CentraOrderNumber) => WebOrder | undefined;
}): Promise<boolean> {
  const centra: Partial<CentraPort> = {
    orders: async (numbers) => {
      reads.together += 1;
      return shop.together(numbers);
    },
    order: async (number) => {
      reads.alone += 1;
      return shop.alone(number);
    },
  };
  const sitoo: Partial<SitooPort> = {
    placeForPickUp: async (order) => {
      collected.push(order);
      return asId('1');
    },
    placeSoldOrder: async ({ name }) => asId(placed.push(name)),
  };
  const returns: Partial<ReturnStore> = {
    dueForTills: async () => [...due],
    recordMirrored: async ({ orderNumber }, why) => void marked.push([orderNumber, why]),
  };
  const orders: Partial<OrderStore> = {
    fulfilments: async (origin, orderNumber) => [
      {
        origin,
        orderNumber,
        fulfilment: 1,
        location: 'dc',
        system: byHand[orderNumber] ?? 'wms',
        name: `C${orderNumber}`,
        ref: asId(1),
        stage: 'sent',
        shipments: byHand[orderNumber] === undefined ? [asId(orderNumber)] : [],
      },
    ],
  };
  const intents: Partial<Intents> = { find: async () => undefined };
  const records: Partial<Records> = {
    returns: returns as ReturnStore,
    orders: orders as OrderStore,
    intents: intents as Intents,
  };
  const log = pino({ level: 'silent' });
  const needs = {
    brand: BRAND,
    centra: centra as CentraPort,
    sitoo: sitoo as SitooPort,
    records: records as Records,
    temporal: startingClient((id) => asked.push(id)),
    log,
  };
  return inActivity(() => shippedOrderMirror(needs).mirrorShippedOrders());
}

const names = (...numbers: number[]) => numbers.map((number) => `centra-${number}-sent-${number}`);

describe('mirroring shipped orders to the tills', () => {
  it('Shipped orders of a warehouse are mirrored to the tills from one read of all orders', async () => {
    await mirrorShippedOrders({ together: (numbers) => numbers.map(orderOf), alone: orderOf });
    expect(placed).toEqual(names(10045, 10046, 10047));
    expect(marked).toEqual(due.map(({ orderNumber }) => [orderNumber, undefined]));
    expect(reads).toEqual({ together: 1, alone: 0 });
  });

  it('Shipped orders are mirrored even when one of them keeps the shop from reading them together', async () => {
    await mirrorShippedOrders({
      together: () => {
        throw problem('rejected', 'Not these.');
      },
      alone: (number) => {
        if (number === '10046') throw problem('rejected', 'Not this one.');
        return orderOf(number);
      },
    });
    expect(placed).toEqual(names(10045, 10047));
    expect(marked).toEqual([
      ['10045', undefined],
      ['10046', expect.stringContaining('Not this one.')],
      ['10047', undefined],
    ]);
    expect(asked).toEqual([expect.stringMatching(/unknown-at-tills\/\d{4}-\d{2}-\d{2}\/list$/)]);
  });

  it('A parcel to the store in which its customer collects it is an order of that store, under the name of the customer', async () => {
    const clickAndCollect = { name: 'Collect', uri: 'click-and-collect' };
    const ordered = (number: CentraOrderNumber): WebOrder =>
      number === '10046' ? { ...orderOf(number), shippingOption: clickAndCollect } : orderOf(number);
    await mirrorShippedOrders({ together: (numbers) => numbers.map(ordered), alone: ordered });
    expect(placed).toEqual(names(10045, 10047));
    expect(collected).toMatchObject([
      { name: names(10046)[0], warehouse: 101, buyer: { firstName: 'Ada', email: 'ada@example.test' } },
    ]);
    expect(collected[0]).not.toHaveProperty('deliveryAddress');
  });

  it('A shipment made by hand in the web shop is mirrored as goods of the warehouse, and asked about where a store had a part in the order', async () => {
    byHand = { 10045: 'wms', 10046: 'sitoo' };
    await mirrorShippedOrders({ together: (numbers) => numbers.map(orderOf), alone: orderOf });
    expect(placed).toEqual(names(10045, 10047));
    expect(marked[1]).toEqual(['10046', expect.stringContaining('by hand')]);
    expect(asked).toHaveLength(1);
  });

  it('A shipment of services alone is nothing that the tills must know', async () => {
    byHand = { 10046: 'wms' };
    const ordered = (number: CentraOrderNumber): WebOrder => {
      const order = orderOf(number);
      if (number !== '10046') return order;
      const alone = { id: asId<never>(1), line: asId<never>(99), quantity: 1, returned: 0 };
      return { ...order, shipments: order.shipments.map((shipment) => ({ ...shipment, lines: [alone] })) };
    };
    await mirrorShippedOrders({ together: (numbers) => numbers.map(ordered), alone: ordered });
    expect(placed).toEqual(names(10045, 10047));
    expect(marked[1]).toEqual(['10046', undefined]);
    expect(asked).toEqual([]);
  });

  it('An unreadable order is not mirrored, and the reason is noted', async () => {
    await mirrorShippedOrders({
      together: (numbers) => numbers.filter((number) => number !== '10046').map(orderOf),
      alone: () => {
        throw problem('malformed-answer', 'No currency.');
      },
    });
    expect(placed).toEqual(names(10045, 10047));
    expect(marked[1]).toEqual(['10046', expect.stringContaining('No currency.')]);
  });

  it('Mirroring fails while the shop is away, so that a case is opened, and leaves no order out', async () => {
    const away = (): never => {
      throw problem('unreachable', 'Away.');
    };
    await expect(mirrorShippedOrders({ together: away, alone: away })).rejects.toThrow('Away.');
    expect([placed, marked]).toEqual([[], []]);
    expect(reads).toEqual({ together: 1, alone: 1 });
  });
});
