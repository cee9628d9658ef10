import type { OrderRef } from '../order/order-ref.js';
import type { Cause } from './echo-rule.js';
import type { PositionKey } from './position.js';

/** One signed change of physical stock, as the master of the location reported it. Never corrected, only followed by another. */
export interface Movement extends PositionKey {
  /** Who reported it; with `reference` its identity: a row that is read twice is one movement. */
  readonly system: 'sitoo' | 'wms' | 'centra';
  readonly reference: string;
  /** Signed units, never zero. */
  readonly quantity: number;
  readonly cause: Cause;
  /** When it happened, by the clock of its master, epoch ms. */
  readonly happenedAt: number;
  /** The order whose goods these are; units that leave for it count as picked. */
  readonly order?: OrderRef;
}
