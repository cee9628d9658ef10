import { describe, expect, it } from '@jest/globals';
import type { SitooItemId } from '../../domain/ids.js';
import type { OrderFacts } from '../../domain/order/order-facts.js';
import type { WebOrder, WebShipment } from '../../domain/order/web-order.js';
import { unitsOfTillOrder, unitsOfWebOrder } from '../../domain/stock/units-of-orders.js';
import type { FulfilmentRow } from '../../systems/database/port.js';
import { asId, centraWarehouse } from '../support/ids.js';
import { orderFacts } from '../support/order-facts.js';
import { testBrand, webLine, webOrder } from '../support/web-order.js';

const brand = testBrand();
const READ_AT = 1_700_000_000_000;
const units = (order: WebOrder, fulfilments: readonly FulfilmentRow[] = []) =>
  unitsOfWebOrder(order, fulfilments, { brand, readAt: READ_AT }).units;

const at = (warehouse: number, quantity: number) => ({
  id: warehouse,
  warehouse: centraWarehouse(warehouse),
  quantity,
  isWaitingForConfirmation: false,
});
const shipment = (id: number, quantity: number, changes: Partial<WebShipment> = {}): WebShipment => ({
  id: asId(id),
  number: `10045-${id}`,
  isGoodToGo: true,
  isShipped: true,
  isPaid: true,
  isCaptured: true,
  totalMinor: 100,
  lines: [{ id: asId(500 + id), line: asId(11), quantity, returned: 0 }],
  ...changes,
});
const fulfilment = (location: string, shipments: readonly number[]): FulfilmentRow => ({
  origin: 'centra',
  orderNumber: asId('10045'),
  fulfilment: 1,
  location,
  system: 'sitoo',
  name: 'centra-10045-1',
  ref: asId('512'),
  stage: 'sent',
  shipments: shipments.map((id) => asId(id)),
});

describe('what a web order needs of which location', () => {
  it('A web order needs at a location what is allocated there', () => {
    expect(units(webOrder())).toEqual([{ location: 'dc', sku: 'TEE-BLK-M', outstanding: 2, deductedAtOrigin: 0 }]);
  });

  it('A web order needs less by what was sent while Centra still shows its allocation, and the allocation says from where', () => {
    expect(units(webOrder({ shipments: [shipment(1, 1)] }))).toEqual([
      { location: 'dc', sku: 'TEE-BLK-M', outstanding: 1, deductedAtOrigin: 1 },
    ]);
  });

  it.each([
    ['a part', 1, [at(9, 1)], 1],
    ['all', 2, [], 0],
  ] as const)(
    'Once Centra shows no allocation of what left, the fulfilment says from where %s of a line was sent',
    (_, quantity, allocations, outstanding) => {
      const order = webOrder({ shipments: [shipment(1, quantity)], lines: [webLine({ allocations })] });
      expect(units(order, [fulfilment('dc', [1])])).toEqual([
        { location: 'dc', sku: 'TEE-BLK-M', outstanding, deductedAtOrigin: quantity },
      ]);
      const { unlocated } = unitsOfWebOrder(order, [], { brand, readAt: READ_AT });
      expect(unlocated).toEqual([{ sku: 'TEE-BLK-M', quantity }]);
    },
  );

  it('A shipment that was not sent does not reduce what a web order needs', () => {
    expect(units(webOrder({ shipments: [shipment(1, 2, { isShipped: false })] }))[0]).toMatchObject({
      outstanding: 2,
      deductedAtOrigin: 0,
    });
  });

  it('A cancelled order needs nothing, and what was sent before stays deducted', () => {
    const cancelled = webOrder({ status: 'cancelled', shipments: [shipment(1, 1)] });
    expect(units(cancelled, [fulfilment('dc', [1])])).toEqual([
      { location: 'dc', sku: 'TEE-BLK-M', outstanding: 0, deductedAtOrigin: 1 },
    ]);
  });

  it('Cancelled units are not needed', () => {
    const cut = webOrder({ lines: [webLine({ cancelledQuantity: 1, allocations: [at(9, 1)] })] });
    expect(units(cut)[0]).toMatchObject({ outstanding: 1, deductedAtOrigin: 0 });
  });

  it('The fulfilment of a shipment says which of two locations it left', () => {
    const split = webOrder({ lines: [webLine({ allocations: [at(9, 1), at(1, 1)] })], shipments: [shipment(7, 1)] });
    expect(units(split, [fulfilment('store-01', [7])])).toEqual([
      { location: 'dc', sku: 'TEE-BLK-M', outstanding: 1, deductedAtOrigin: 0 },
      { location: 'store-01', sku: 'TEE-BLK-M', outstanding: 0, deductedAtOrigin: 1 },
    ]);
  });

  it('Warehouses that the brand does not name are left out', () => {
    expect(units(webOrder({ lines: [webLine({ allocations: [at(77, 2)] })] }))).toEqual([]);
  });
});

describe('what a till order needs of the warehouse', () => {
  const line = (row: string, quantity: number) => ({
    line: asId<SitooItemId>(row),
    sku: 'CAP',
    quantity,
    knowledge: 'known' as const,
    unitPriceMinor: 0,
    allocations: [{ location: 'dc', quantity }],
  });
  const facts = (state: OrderFacts['state']) =>
    orderFacts({ origin: 'sitoo', number: asId('31'), state, readAt: READ_AT, lines: [line('0', 2), line('1', 1)] });

  it('A till order needs all its units at the warehouse while it is open, and none once it is closed or cancelled', () => {
    for (const state of ['open', 'waiting-for-payment'] as const)
      expect(unitsOfTillOrder(facts(state), 0).units).toEqual([{ location: 'dc', sku: 'CAP', outstanding: 3 }]);
    for (const state of ['done', 'cancelled'] as const) expect(unitsOfTillOrder(facts(state), 0).units).toEqual([]);
  });
});
