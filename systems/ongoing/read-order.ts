import type { LineId, WmsOrderId } from '../../domain/ids.js';
import type { ReturnedUnits, WarehouseOrder, WarehouseStage } from '../../domain/order/warehouse-order.js';
import { textOf } from '../id-schemas.js';
import type { OrderAnswer } from './answers.js';
import { linesOfRow } from './article-rows.js';

/** A line that does not carry our name is none of the fulfilment's. */
const NO_ROW = '' as LineId;

/**
 * An Ongoing order in the port's words. The shop shows one tracking number: the waybill in `tracking` comes first,
 * then the order's own, then a parcel's; return labels never count. The order of preference is our inference.
 */
export function readOrder(answer: OrderAnswer, stageOf: (status: number) => WarehouseStage): WarehouseOrder {
  const info = answer.orderInfo;
  const statusNumber = info.orderStatus.number;
  const isReturn = (parcel: { isReturnParcel?: boolean | null | undefined }): boolean => parcel.isReturnParcel === true;
  const parcels = (answer.parcels ?? []).filter((parcel) => !isReturn(parcel));
  const returnParcels = (answer.parcels ?? []).filter(isReturn);
  const tracking = (answer.tracking ?? []).filter((entry) => entry.isReturn !== true);
  const returnTracking = [
    ...(answer.returnTracking ?? []),
    ...(answer.tracking ?? []).filter((entry) => entry.isReturn === true),
  ];
  const backOrderFor = info.advanced?.backOrderInfo?.backOrderForOrderId;
  return {
    ref: info.orderId,
    name: info.orderNumber,
    stage: stageOf(statusNumber),
    status: String(statusNumber),
    packages: Math.max(1, parcels.length),
    lines: (answer.orderLines ?? []).flatMap((line) =>
      linesOfRow(
        {
          line: line.rowNumber ?? NO_ROW,
          sku: line.article.articleNumber,
          ordered: line.orderedNumberOfItems,
          picked: line.pickedNumberOfItems,
          ...present('returned', returnedUnits(line)),
        },
        line.externalId,
        Boolean(backOrderFor),
      ),
    ),
    ...present('warehouse', info.warehouse?.id),
    ...present('backOrderForRef', backOrderFor ? textOf<WmsOrderId>(backOrderFor) : undefined),
    ...present('shippedAt', info.shippedTime ?? undefined),
    ...present(
      'trackingNumber',
      first([...tracking.map((t) => t.waybill), info.wayBill, ...parcels.map((p) => p.parcelNumber)]),
    ),
    ...present(
      'trackingUrl',
      first([...tracking.map((t) => t.trackingUrl), ...parcels.map((p) => p.tracking?.trackingUrl)]),
    ),
    ...present(
      'returnTrackingNumber',
      first([...returnTracking.map((t) => t.waybill), info.returnWayBill, ...returnParcels.map((p) => p.parcelNumber)]),
    ),
    ...present('carrier', first([answer.transporter?.transporterName, answer.transporter?.name])),
  };
}

function first(candidates: readonly (string | null | undefined)[]): string | undefined {
  return (
    candidates.find((candidate) => candidate !== undefined && candidate !== null && candidate.trim() !== '') ??
    undefined
  );
}

function present<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V });
}

type LineAnswer = NonNullable<OrderAnswer['orderLines']>[number];

/** What came back of a line, with the causes that the warehouse gave; the line's own count decides how much it was. */
function returnedUnits({ returnedNumberOfItems, pickedArticleItems }: LineAnswer): ReturnedUnits[] | undefined {
  let left = Math.floor(returnedNumberOfItems ?? 0);
  if (left <= 0) return undefined;
  const items = (pickedArticleItems ?? []).filter((item) => item.isReturned === true);
  items.sort((a, b) => (a.returnDate ?? '').localeCompare(b.returnDate ?? ''));
  const returned: ReturnedUnits[] = [];
  for (const { numberOfItems, returnCause } of items) {
    const quantity = Math.min(left, Math.floor(numberOfItems));
    if (quantity > 0) returned.push({ quantity, ...present('cause', returnCause?.code ?? undefined) });
    left -= Math.max(0, quantity);
  }
  return left > 0 ? [...returned, { quantity: left }] : returned;
}
