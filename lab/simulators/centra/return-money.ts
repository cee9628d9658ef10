import type { Order, Return, Shipment } from './order.js';
import { Refusal } from './refusal.js';

/** Amounts that go with the goods; `fromShipment` is all that the shipment has left of it. */
export interface Costs {
  readonly shipping?: number | 'fromShipment' | undefined;
  readonly handling?: number | 'fromShipment' | undefined;
  readonly voucher?: number | 'fromShipment' | undefined;
  /** A fee that the customer pays. */
  readonly returnCost?: number | undefined;
}

/** What a return gives back: its lines as they were paid for, shipping if wanted, less vouchers and the fee. */
export function returnMoney(
  { order, shipment }: { readonly order: Order; readonly shipment: Shipment },
  lines: Return['lines'],
  costs: Costs,
): Pick<Return, 'shippingMinor' | 'voucherMinor' | 'valueMinor' | 'totalMinor'> {
  // The first shipment bears all shipping cost and vouchers.
  const first = order.shipments[0] === shipment;
  const others = order.returns.filter((r) => r.shipment === shipment.id);
  const used = (of: (r: Return) => number) => others.reduce((sum, r) => sum + of(r), 0);
  const goods = lines.reduce(
    (sum, l) => sum + (order.lines.find(({ id }) => id === l.line)?.unitMinor ?? 0) * l.quantity,
    0,
  );
  const shippingMinor = share(
    'shippingCost',
    costs.shipping,
    (first ? order.shippingMinor : 0) - used((r) => r.shippingMinor),
  );
  // This shop charges no handling cost.
  share('handlingCost', costs.handling, 0);
  const vouchers = share(
    'voucherValue',
    costs.voucher,
    (first ? order.discountMinor : 0) - used((r) => r.voucherMinor),
  );
  const voucherMinor = Math.min(vouchers, goods + shippingMinor);
  const left = shipment.totalMinor - used((r) => r.valueMinor);
  const valueMinor = Math.max(0, Math.min(goods + shippingMinor - voucherMinor, left));
  const totalMinor = valueMinor - (costs.returnCost ?? 0);
  if (totalMinor < 0) throw new Refusal('Return cost exceeds the value of the return', ['input', 'returnCost']);
  return { shippingMinor, voucherMinor, valueMinor, totalMinor };
}

function share(field: string, wanted: number | 'fromShipment' | undefined, left: number): number {
  const amount = wanted === 'fromShipment' ? left : (wanted ?? 0);
  if (amount < 0 || amount > left) throw new Refusal(`${field} exceeds what is left on the shipment`, ['input', field]);
  return amount;
}
