import type { Brand } from '../brand.js';
import type { CentraLineId, LineId, PostedReturnNumber, SitooItemId } from '../ids.js';
import { type OrderRef, tillOrderNumber, webOrderNumber } from '../order/order-ref.js';
import type { ReturnedUnits } from '../order/warehouse-order.js';
import { conditionOf } from './condition.js';
import type { RefundLine, TillRefund } from './till-refund.js';

/** What came back of one line. */
export interface PostedLine {
  readonly line: LineId;
  readonly sku: string;
  readonly returned: readonly ReturnedUnits[];
}

/** Units of a line that are recorded as having come back. */
export interface RecordedUnits {
  readonly line: LineId;
  readonly quantity: number;
}

/** What came back beyond what is recorded: a warehouse shows sums, the newest last. */
export function cameBackSince(
  lines: readonly PostedLine[],
  recorded: readonly RecordedUnits[],
): (Pick<PostedLine, 'line' | 'sku'> & ReturnedUnits)[] {
  return lines.flatMap(({ line, sku, returned }) => {
    let known = recorded.filter((units) => units.line === line).reduce((sum, { quantity }) => sum + quantity, 0);
    return returned.flatMap(({ quantity, ...cause }) => {
      const old = Math.min(known, quantity);
      known -= old;
      return quantity > old ? [{ line, sku, quantity: quantity - old, ...cause }] : [];
    });
  });
}

/** A parcel that came back, as a return takes it. Whoever sold the goods values it, so it names no amount. */
export function refundOfParcel(
  parcel: {
    readonly number: PostedReturnNumber;
    readonly order: OrderRef;
    readonly location: string;
    readonly lines: readonly (Pick<PostedLine, 'line' | 'sku'> & ReturnedUnits)[];
    readonly at: string;
  },
  brand: Brand,
): TillRefund {
  const { number, order, location, lines, at } = parcel;
  const isWeb = order.origin === 'centra';
  return {
    number,
    ...(isWeb ? { order: webOrderNumber(order) } : { tillOrder: tillOrderNumber(order) }),
    location,
    currency: brand.currency,
    amountMinor: 0,
    paidOutMinor: 0,
    virtualMinor: 0,
    lines: lines.map(
      ({ line, sku, quantity, cause }, row): RefundLine => ({
        line: String(row) as SitooItemId,
        sku,
        quantity,
        amountMinor: 0,
        condition: conditionOf(cause, brand),
        // The line of a web order is ours: we wrote it on the row when we placed it.
        ...(isWeb ? { orderLine: line as CentraLineId } : {}),
      }),
    ),
    at,
  };
}
