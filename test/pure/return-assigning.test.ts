import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  assignToShipments,
  type ReturnableShipment,
  type WantedLine,
} from '../../domain/return/assign-to-shipments.js';
import { asId } from '../support/ids.js';

const shipment = (
  id: number,
  lines: readonly [shipmentLine: number, orderLine: number, sku: string, quantity: number, returned?: number][],
  isShipped = true,
): ReturnableShipment => ({
  id: asId(id),
  isShipped,
  lines: lines.map(([shipmentLine, orderLine, sku, quantity, returned = 0]) => ({
    shipmentLine: asId(shipmentLine),
    orderLine: asId(orderLine),
    sku,
    quantity,
    returned,
  })),
});
const wanted = (sku: string, quantity: number, more: Partial<WantedLine> = {}): WantedLine => ({
  line: asId('0'),
  sku,
  quantity,
  condition: 'resellable',
  ...more,
});

describe('the returns that a refund needs', () => {
  it('Units are returned from the oldest shipment that has some left, with one return per shipment', () => {
    const shipments = [shipment(1, [[11, 7, 'TEE', 2, 1]]), shipment(2, [[21, 7, 'TEE', 3]])];
    const { returns, beyond } = assignToShipments(asId('900'), [wanted('TEE', 3)], shipments);
    expect(returns).toEqual([
      {
        name: 'sitoo-900',
        shipment: '1',
        condition: 'resellable',
        lines: [{ shipmentLine: '11', sku: 'TEE', quantity: 1 }],
      },
      {
        name: 'sitoo-900-2',
        shipment: '2',
        condition: 'resellable',
        lines: [{ shipmentLine: '21', sku: 'TEE', quantity: 2 }],
      },
    ]);
    expect(beyond).toEqual([]);
  });

  it('Goods of one shipment in mixed condition need two returns, since a return has one stock policy', () => {
    const { returns } = assignToShipments(
      asId('900'),
      [wanted('TEE', 1), wanted('TEE', 1, { line: asId('1'), condition: 'damaged' })],
      [shipment(1, [[11, 7, 'TEE', 2]])],
    );
    expect(returns.map(({ name, condition }) => [name, condition])).toEqual([
      ['sitoo-900', 'resellable'],
      ['sitoo-900-2', 'damaged'],
    ]);
  });

  it('A return holds the very line that the till named, even when another line has the same SKU', () => {
    const { returns } = assignToShipments(
      asId('900'),
      [wanted('TEE', 1, { orderLine: asId(8) })],
      [
        shipment(1, [
          [11, 7, 'TEE', 1],
          [12, 8, 'TEE', 1],
        ]),
      ],
    );
    expect(returns[0]?.lines).toEqual([{ shipmentLine: '12', sku: 'TEE', quantity: 1 }]);
  });

  it('A return leaves out what was not shipped, and what was returned before', () => {
    const shipments = [shipment(1, [[11, 7, 'TEE', 2, 2]]), shipment(2, [[21, 7, 'TEE', 5]], false)];
    expect(assignToShipments(asId('900'), [wanted('TEE', 1)], shipments)).toEqual({
      returns: [],
      beyond: [{ line: '0', sku: 'TEE', quantity: 1 }],
    });
  });

  it('Returns never hold more than was shipped and not yet returned, and never lose a unit', () => {
    const skus = ['A', 'B'];
    const shipments = fc.array(
      fc.record({
        isShipped: fc.boolean(),
        lines: fc.array(fc.record({ sku: fc.constantFrom(...skus), quantity: fc.nat(4), returned: fc.nat(4) }), {
          maxLength: 3,
        }),
      }),
      { maxLength: 4 },
    );
    const refund = fc.array(
      fc.record({
        sku: fc.constantFrom(...skus),
        quantity: fc.integer({ min: 1, max: 5 }),
        condition: fc.constantFrom('resellable' as const, 'damaged' as const),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(shipments, refund, (made, rows) => {
        let id = 0;
        const known: ReturnableShipment[] = made.map(({ isShipped, lines }, i) => ({
          id: asId(i),
          isShipped,
          lines: lines.map((l) => ({ ...l, shipmentLine: asId(++id), orderLine: asId(skus.indexOf(l.sku)) })),
        }));
        const { returns, beyond } = assignToShipments(
          asId('1'),
          rows.map((row, i) => ({ line: asId(i), ...row })),
          known,
        );
        const planned = returns.flatMap((r) => r.lines.map((l) => ({ ...l, shipment: r.shipment })));
        for (const { id: of, isShipped, lines } of known)
          for (const line of lines) {
            const units = planned.filter((p) => p.shipmentLine === line.shipmentLine);
            expect(units.every((u) => u.shipment === of && u.sku === line.sku)).toBe(true);
            expect(count(units)).toBeLessThanOrEqual(isShipped ? Math.max(0, line.quantity - line.returned) : 0);
          }
        for (const sku of skus)
          expect(count(planned.filter((p) => p.sku === sku)) + count(beyond.filter((b) => b.sku === sku))).toBe(
            count(rows.filter((r) => r.sku === sku)),
          );
        expect(new Set(returns.map((r) => r.name)).size).toBe(returns.length);
      }),
    );
  });
});

const count = (rows: readonly { readonly quantity: number }[]): number => rows.reduce((n, row) => n + row.quantity, 0);
