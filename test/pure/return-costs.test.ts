import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CentraLineId } from '../../domain/ids.js';
import { shareCosts } from '../../domain/return/share-costs.js';
import { asId } from '../support/ids.js';

const shipment = (id: number, quantity: number, returned = 0) => ({
  id: asId(id),
  isShipped: true,
  lines: [{ shipmentLine: asId(id * 10), orderLine: asId(7), sku: 'TEE', quantity, returned }],
});
const back = (name: string, id: number, quantity: number) => ({
  name,
  shipment: asId(id),
  condition: 'resellable' as const,
  lines: [{ shipmentLine: asId(id * 10), sku: 'TEE', quantity }],
});
const order = {
  shippingBackMinor: 49_00,
  voucherMinor: 50_00,
  unitPriceMinor: new Map([[asId<CentraLineId>(7), 100_00]]),
};

describe('the costs of a return', () => {
  it('The first shipment of a return carries the shipping refund and a share of the voucher', () => {
    const costs = shareCosts([back('a', 2, 1), back('b', 1, 1)], [shipment(2, 1), shipment(1, 2)], order);
    expect(costs.get('a')).toEqual({ shippingMinor: 0, voucherMinor: 0 });
    expect(costs.get('b')).toEqual({ shippingMinor: 49_00, voucherMinor: 25_00 });
  });

  it('Shipping is not refunded while the customer keeps a unit', () => {
    const keptByShop = { ...order, shippingBackMinor: 0 };
    expect(shareCosts([back('a', 1, 1)], [shipment(1, 2)], keptByShop).get('a')?.shippingMinor).toBe(0);
  });

  it('The whole voucher is returned once all units are returned, in whatever order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 6 }),
        fc.nat(9_999),
        (units, voucherMinor) => {
          const total = units.reduce((n, u) => n + u, 0);
          let returned = 0;
          let shared = 0;
          for (const quantity of units) {
            const costs = shareCosts([back('r', 1, quantity)], [shipment(1, total, returned)], {
              ...order,
              voucherMinor,
            });
            shared += costs.get('r')?.voucherMinor ?? 0;
            returned += quantity;
          }
          expect(shared).toBe(voucherMinor);
        },
      ),
    );
  });
});
