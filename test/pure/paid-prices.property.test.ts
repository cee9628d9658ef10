import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Location } from '../../domain/brand.js';
import { type PaidPrices, paidFor, paidPrices } from '../../domain/order/paid-prices.js';
import { webOrderToStore } from '../../domain/order/transfer/web-order-to-store.js';
import { webOrderToTillRecord } from '../../domain/order/transfer/web-order-to-till-record.js';
import type { WebLineKind, WebOrder, WebOrderLine } from '../../domain/order/web-order.js';
import { asId } from '../support/ids.js';
import { testBrand, webLine, webOrder } from '../support/web-order.js';
import { webShipment } from '../support/web-shipment.js';

const PLACED_AT = Date.parse('2026-11-23T12:00:00Z');
const brand = testBrand();
const location = brand.locations[0] as Location;

/** Prices with and without a campaign, free lines, cancelled units, and bundles priced on their parent or on their items. */
const lines: fc.Arbitrary<WebOrderLine[]> = fc
  .array(
    fc.record({
      units: fc.integer({ min: 1, max: 5 }),
      cancelled: fc.integer({ min: 0, max: 2 }),
      price: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 900_000_000 })),
      campaign: fc.integer({ min: 0, max: 10_000 }),
      kind: fc.constantFrom<WebLineKind>('product', 'bundle', 'bundle-item'),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((rows) =>
    rows.map(({ units, cancelled, price, campaign, kind }, i) =>
      webLine({
        id: asId(11 + i),
        kind,
        quantity: units + cancelled,
        cancelledQuantity: cancelled,
        unitPriceMinor: price,
        unitOriginalPriceMinor: price + campaign,
      }),
    ),
  );
const order: fc.Arbitrary<WebOrder> = fc
  .tuple(lines, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([held, part]) => webOrder({ lines: held, discountsMinor: Math.floor(goodsOf(held) * part) }));

const wanted = ({ quantity, cancelledQuantity }: WebOrderLine): number => quantity - cancelledQuantity;
const heldOf = (prices: PaidPrices, line: WebOrderLine): readonly number[] =>
  (prices.get(line.id) ?? []).slice(0, wanted(line));
const goodsOf = (held: readonly WebOrderLine[]): number =>
  held.reduce((sum, line) => sum + line.unitPriceMinor * wanted(line), 0);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('what was paid for a unit when a voucher was for the whole order', () => {
  it('The shares of all units are exactly the voucher, no unit costs less than nothing, and what is free stays free', () => {
    fc.assert(
      fc.property(order, (one) => {
        const prices = paidPrices(one);
        const all = one.lines.flatMap((line) =>
          heldOf(prices, line).map((paid) => ({ paid, price: line.unitPriceMinor })),
        );
        expect(sum(all.map(({ paid }) => paid))).toBe(goodsOf(one.lines) - one.discountsMinor);
        for (const { paid, price } of all) expect(paid >= 0 && paid <= price).toBe(true);
      }),
    );
  });

  it('Units of one price in one order are paid for alike, to the smallest coin', () => {
    fc.assert(
      fc.property(order, (one) => {
        const prices = paidPrices(one);
        for (const paid of one.lines.map((line) => heldOf(prices, line)))
          if (paid.length > 0) expect(Math.max(...paid) - Math.min(...paid)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('A voucher above the value of the goods was for the shipping cost too: the goods were free', () => {
    expect([...paidPrices(webOrder({ discountsMinor: 45_000 })).values()]).toEqual([[0, 0]]);
    expect([...paidPrices(webOrder({ lines: [webLine({ unitPriceMinor: 0 })], discountsMinor: 10 })).values()]).toEqual(
      [[0, 0]],
    );
  });
});

describe('what the tills are told was paid', () => {
  const paidOf = (rows: readonly { readonly priceMinor: number; readonly discountMinor?: number }[]): number =>
    sum(rows.map(({ priceMinor, discountMinor = 0 }) => priceMinor - discountMinor));

  it('The rows of all fulfilments of an order come to what was paid for it, however its lines are split', () => {
    fc.assert(
      fc.property(order, fc.integer({ min: 0, max: 4 }), (one, cut) => {
        const first = one.lines.map((line) => ({ line: line.id, quantity: Math.min(cut, wanted(line)) }));
        const rest = one.lines.map((line) => ({ line: line.id, quantity: wanted(line) - Math.min(cut, wanted(line)) }));
        const base = { order: one, location, brand, courier: 'home-standard', corrections: {} };
        const [a, b] = [
          webOrderToStore({ ...base, fulfilment: 1, lines: first }, PLACED_AT),
          webOrderToStore({ ...base, fulfilment: 2, lines: rest, ofOthers: first }, PLACED_AT),
        ];
        expect(paidOf([...a.lines, ...b.lines])).toBe(goodsOf(one.lines) - one.discountsMinor);
        expect(sum([...a.payments, ...b.payments].map(({ amountMinor }) => amountMinor))).toBe(
          paidOf([...a.lines, ...b.lines]),
        );
      }),
    );
  });

  it('The records of all shipments of a line come to what was paid for it, and to what the receipt says was paid', () => {
    const two = webOrder({
      lines: [webLine({ quantity: 3, unitPriceMinor: 3_333 })],
      discountsMinor: 1_000,
      shipments: [webShipment(1, 1), webShipment(2, 2)],
    });
    const records = two.shipments.map((shipment) => webOrderToTillRecord(two, shipment, location));
    expect(paidOf(records.flatMap((record) => record.lines))).toBe(3 * 3_333 - 1_000);
    for (const { lines: rows, payments } of records) expect(payments[0]?.amountMinor).toBe(paidOf(rows));
  });

  it('What was paid for some units of a line begins where the units of others end, and never goes beyond the line', () => {
    const prices = new Map([[asId<never>('11'), [5, 6, 7]]]);
    expect(paidFor(prices, { line: asId('11'), quantity: 2 })).toBe(11);
    expect(paidFor(prices, { line: asId('11'), quantity: 2 }, 1)).toBe(13);
    expect(paidFor(prices, { line: asId('11'), quantity: 2 }, 9)).toBe(13);
    expect(paidFor(prices, { line: asId('12'), quantity: 2 })).toBe(0);
  });
});
