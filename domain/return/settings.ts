import { type Brand, scaled } from '../brand.js';
import { hasSystem } from '../installation.js';
import { parseMoney } from '../money.js';

/** The brand's rules for goods that come back over the counter. */
export interface ReturnSettings {
  /** Who pays the customer: the till immediately, or the web shop by the original payment. */
  readonly refund: 'till-pays-out' | 'original-payment';
  /** Which goods a person inspects before the return is created. */
  readonly inspect: 'never' | 'always' | 'damaged';
  /** What the customer pays for the return, in minor units of the order's currency. */
  readonly feeMinor: number;
  /** When the shipping cost goes back: never, or once everything that was shipped has come back. */
  readonly shippingCost: 'keep' | 'when-all-is-returned';
  /** Whether there is a web shop whose orders can come back; without one, all that a till takes back was sold at a till. */
  readonly ofWebOrders: boolean;
  /** Goods on their way to a warehouse are asked about after this long, ms. */
  readonly arriveWithinMs: number;
}

/** The brand's rules for returns, in the units of a workflow. */
export function returnSettingsOf(brand: Brand, currency: string): ReturnSettings {
  const { refund, inspect, fee, shippingCost, arriveWithin } = brand.returns;
  return {
    refund,
    inspect,
    feeMinor: parseMoney(fee, currency).minor,
    shippingCost,
    ofWebOrders: hasSystem(brand, 'centra'),
    arriveWithinMs: scaled(brand, arriveWithin),
  };
}
