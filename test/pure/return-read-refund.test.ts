import { describe, expect, it } from '@jest/globals';
import { brandSchema } from '../../config/brand.js';
import type { SitooWarehouseId } from '../../domain/ids.js';
import { idIn, locationsOf } from '../../domain/locations.js';
import { readFulfilmentName, sentOrderName, storeFulfilmentName, webOrderBehind } from '../../domain/names.js';
import type { PosOrder, PosOrderItem } from '../../domain/order/pos-order.js';
import { assignToShipments, isRestocked } from '../../domain/return/assign-to-shipments.js';
import { asFound } from '../../domain/return/inspection.js';
import { tillRefundOf, unknownWarehousesIn } from '../../domain/return/refund-from-till.js';
import { smallBrand } from '../support/harness/world.js';
import { asId, sitooWarehouse } from '../support/ids.js';

const brand = brandSchema.parse(smallBrand('nordvik', {}));
const sitooOf = (id: string) => idIn(locationsOf(brand).get(id), 'sitoo');

const item = (over: Partial<PosOrderItem> = {}): PosOrderItem => ({
  itemId: asId(0),
  sku: 'TEE-M',
  name: 'Tee',
  quantity: -2,
  vatPercent: 25,
  rowNetMinor: -31_840,
  rowVatMinor: -7_960,
  ...over,
});
const order = (over: Partial<PosOrder> = {}): PosOrder => ({
  orderId: asId(900),
  state: 'closed',
  vendorState: 10,
  paymentState: 'paid',
  kind: 'order',
  warehouseId: sitooOf('store-01'),
  orderDate: 1_764_000_000,
  currency: 'SEK',
  totalMinor: -39_800,
  comment: '',
  items: [item()],
  payments: [],
  log: [],
  ...over,
});

describe('the payments of a refund', () => {
  const paid = (amountMinor: number, isVirtual = false) => ({ name: 'Card', amountMinor, isVirtual });
  const payoutOf = (over: Partial<PosOrder>) => {
    const refund = tillRefundOf(order({ creditOrderId: asId(512), ...over }), brand);
    return [refund?.amountMinor, refund?.paidOutMinor, refund?.virtualMinor, refund?.inExchangeFor];
  };
  const inExchange = item({ itemId: asId(1), sku: 'CAP', quantity: 1, rowNetMinor: 40_000, rowVatMinor: 10_000 });

  it('A refund counts as paid out what left the till in money or in goods', () => {
    expect(payoutOf({ payments: [paid(-39_800)] })).toEqual([39_800, 39_800, 0, undefined]);
    expect(payoutOf({ payments: [paid(-39_800, true)] })).toEqual([39_800, 0, 39_800, undefined]);
    expect(payoutOf({ payments: [] })).toEqual([39_800, 0, 0, undefined]);
    // An exchange on one receipt: the customer pays the difference only.
    expect(payoutOf({ items: [item(), inExchange], payments: [paid(10_200)] })).toEqual([39_800, 39_800, 0, undefined]);
    expect(payoutOf({ items: [item(), inExchange], payments: [paid(50_000)] })).toEqual([39_800, 0, 0, undefined]);
  });

  it('A refund names the sale in exchange only when it is another one than it takes back', () => {
    const payments = [paid(-39_800, true)];
    expect(payoutOf({ payments, refundSale: asId(512) }).at(-1)).toBeUndefined();
    expect(payoutOf({ payments, refundSale: asId(513) }).at(-1)).toBe('513');
  });
});

describe('a refund at a till', () => {
  it('A refund at a till is read with its goods, and each row names its sale', () => {
    const refund = tillRefundOf(
      order({
        creditOrderId: asId(512),
        items: [
          item({ soldItem: asId(1), returnReason: 'damaged' }),
          item({
            itemId: asId(1),
            quantity: -1,
            soldOrder: asId(513),
            soldItem: asId(0),
            returnTo: sitooOf('dc'),
          }),
          item({ itemId: asId(2), sku: 'CAP', quantity: 1, rowNetMinor: 100, rowVatMinor: 25 }),
        ],
      }),
      brand,
    );
    expect(refund).toMatchObject({ number: '900', location: 'store-01', credits: '512', amountMinor: 79_600 });
    expect(refund?.lines).toEqual([
      {
        line: '0',
        sku: 'TEE-M',
        quantity: 2,
        amountMinor: 39_800,
        condition: 'damaged',
        sold: { order: '512', item: '1' },
      },
      {
        line: '1',
        sku: 'TEE-M',
        quantity: 1,
        amountMinor: 39_800,
        condition: 'resellable',
        sold: { order: '513', item: '0' },
        forwardTo: 'dc',
      },
    ]);
  });

  it('A refund names no sale when the till could not', () => {
    const refund = tillRefundOf(order(), brand);
    expect(refund?.credits).toBeUndefined();
    expect(refund?.lines[0]?.sold).toBeUndefined();
  });

  it.each([
    ['a sale', { items: [item({ quantity: 1 })] }],
    ['one that is not finished', { state: 'open' } as const],
    ['one of no store of ours', { warehouseId: sitooWarehouse(99_999) }],
    ['money without goods', { items: [item({ sku: '', quantity: -1 })] }],
    ['an order that we placed there', { externalId: storeFulfilmentName(asId('10045'), 1) }],
    ['what we made known there', { externalId: sentOrderName(asId('10045'), asId(7)) }],
  ])('A refund is not %s', (_, over) => {
    expect(tillRefundOf(order(over), brand)).toBeUndefined();
  });
});

describe('where a till has put what it took back', () => {
  const RECLAIMS = sitooWarehouse(201);
  const UNKNOWN = sitooWarehouse(99_999);
  const small = smallBrand('nordvik', {});
  const locations = (small.locations as { id: string }[]).map((one) =>
    one.id === 'store-01' ? { ...one, sitooNotForSale: [{ id: RECLAIMS, meaning: 'reclaims' }] } : one,
  );
  const withReclaims = brandSchema.parse({ ...small, locations });
  /** How a row is returned whose goods went into this warehouse. */
  const returnedTo = (returnTo: SitooWarehouseId) => {
    const refund = tillRefundOf(order({ creditOrderId: asId(512), items: [item({ returnTo })] }), withReclaims);
    const lines = refund?.lines ?? [];
    const line = { shipmentLine: asId<never>(1), orderLine: asId<never>(1), sku: 'TEE-M', quantity: 2, returned: 0 };
    const shipments = [{ id: asId<never>(7), isShipped: true, lines: [line] }];
    return { lines, planned: assignToShipments(asId('900'), lines, shipments).returns[0] };
  };

  it('Goods that went into a warehouse from which nothing is sold are not restocked, whatever a person finds', () => {
    for (const [warehouse, setAside] of [
      [RECLAIMS, 'reclaims'],
      [UNKNOWN, 'unknown'],
    ] as const) {
      const { lines, planned } = returnedTo(warehouse);
      expect(lines).toMatchObject([{ condition: 'damaged', setAside }]);
      expect(planned && isRestocked(planned)).toBe(false);
      const found = asFound(lines, { by: 'Kim', lines: [{ line: '0', resellable: 2, damaged: 0 }] });
      expect(found.map(({ condition }) => condition)).toEqual(['damaged']);
    }
  });

  it('Goods that stayed in the store are restocked there, those of another store are restocked in that one', () => {
    expect(returnedTo(sitooOf('store-01')).planned).toMatchObject({ condition: 'resellable' });
    expect(returnedTo(sitooOf('store-01')).planned).not.toHaveProperty('restockAt');
    expect(returnedTo(sitooOf('store-02')).planned).toMatchObject({ condition: 'resellable', restockAt: 'store-02' });
  });

  it('A warehouse that the brand file does not name is asked about, whether goods or the till are of it', () => {
    const unknownIn = (over: Partial<PosOrder>) => unknownWarehousesIn(order(over), withReclaims);
    expect(unknownIn({ items: [item({ returnTo: UNKNOWN })] })).toEqual([UNKNOWN]);
    expect(unknownIn({ warehouseId: UNKNOWN })).toEqual([UNKNOWN]);
    expect(unknownIn({ items: [item({ returnTo: RECLAIMS })] })).toEqual([]);
    expect(unknownIn({ warehouseId: UNKNOWN, items: [item({ quantity: 1 })] })).toEqual([]);
  });
});

describe('the names of a web order at the tills', () => {
  it('The names of a web order at the tills lead to its number, and a mirrored order is not a fulfilment', () => {
    expect(webOrderBehind(storeFulfilmentName(asId('10045'), 2))).toBe('10045');
    expect(webOrderBehind(sentOrderName(asId('10045'), asId(71)))).toBe('10045');
    expect(webOrderBehind('centra-10045')).toBeUndefined();
    expect(webOrderBehind('R00012')).toBeUndefined();
    expect(readFulfilmentName(sentOrderName(asId('10045'), asId(71)))).toBeUndefined();
  });
});
