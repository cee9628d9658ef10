import type { Brand, Location } from '../../brand.js';
import type { Corrections } from '../settings.js';
import type { LineUnits } from '../split-order.js';
import type { WebOrder } from '../web-order.js';

/** A fulfilment of a web order on its way to the location that picks it. Holds personal data: stays inside an activity. */
export interface Transfer {
  readonly order: WebOrder;
  readonly fulfilment: number;
  readonly lines: readonly LineUnits[];
  /** Units of the same lines that earlier fulfilments stand for: what was paid for those is theirs. */
  readonly ofOthers?: readonly LineUnits[];
  readonly location: Location;
  readonly brand: Brand;
  readonly courier: string;
  readonly corrections: Corrections;
  /** The gift message, from the order or from an operator. */
  readonly giftMessage?: string;
}
