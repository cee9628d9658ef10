import { articleOfLine } from './article-lines.js';
import type { Shelves } from './shelves.js';
import { statusText } from './status-list.js';
import type { SimOrder } from './warehouse-state.js';

/** An order as `GET orders` shows it (GetOrderModel), with the lines once the WMS has processed them. */
export function orderAnswer(order: SimOrder, shelves: Shelves, goodsOwnerId: number): object {
  const lines = Date.now() >= order.linesShowAt ? order.lines : [];
  const trackingUrl = order.waybill === undefined ? undefined : trackingUrlOf(order.waybill);
  const iso = (ms: number) => new Date(ms).toISOString();
  const sum = (pick: (line: SimOrder['lines'][number]) => number) => lines.reduce((total, l) => total + pick(l), 0);
  return {
    goodsOwner: { id: goodsOwnerId, name: 'Goods owner' },
    orderInfo: {
      orderId: order.orderId,
      orderNumber: order.orderNumber,
      goodsOwnerOrderId: order.head.goodsOwnerOrderId ?? null,
      referenceNumber: order.head.referenceNumber ?? null,
      deliveryDate: order.head.deliveryDate,
      createdDate: iso(order.createdAt),
      shippedTime: order.shippedAt === undefined ? null : iso(order.shippedAt),
      wayBill: order.waybill ?? null,
      returnWayBill: order.returnWaybill ?? null,
      orderStatus: { number: order.status, text: statusText(order.status) },
      orderedNumberOfItems: sum((line) => line.ordered),
      allocatedNumberOfItems: 0,
      pickedNumberOfItems: sum((line) => line.picked),
      warehouse: { id: order.warehouse },
      wayOfDelivery: order.head.wayOfDelivery ?? null,
      advanced: {
        backOrderInfo: order.backOrderFor === undefined ? null : { backOrderForOrderId: order.backOrderFor },
        orderHeaderUpdated: iso(order.updatedAt),
      },
    },
    consignee: { id: order.orderId, ...order.head.consignee },
    orderLines: lines.map((line) => ({
      id: line.id,
      rowNumber: line.rowNumber,
      article: articleOfLine(shelves, line.sku),
      orderedNumberOfItems: line.ordered,
      allocatedNumberOfItems: 0,
      pickedNumberOfItems: line.picked,
      packedNumberOfItems: line.picked,
      reportedNumberOfItems: 0,
      returnedNumberOfItems: returnedUnits(line),
      externalId: line.externalId,
      pickedArticleItems: line.returns.map(({ quantity, cause, at }) => ({
        numberOfItems: quantity,
        serial: null,
        isPicked: false,
        isReturned: true,
        returnDate: iso(at),
        returnCause: { code: cause, name: cause },
      })),
      subOrderLines: [],
    })),
    parcels: parcelsOf(order),
    tracking:
      order.waybill === undefined
        ? []
        : [
            {
              waybill: order.waybill,
              trackingUrl,
              created: iso(order.shippedAt ?? order.updatedAt),
              freightPrice: null,
            },
          ],
    returnTracking:
      order.returnWaybill === undefined
        ? []
        : [{ waybill: order.returnWaybill, trackingUrl: trackingUrlOf(order.returnWaybill), freightPrice: null }],
    transporter: null,
    shipmentInfo: null,
    classes: [],
  };
}

export function parcelsOf(order: SimOrder): object[] {
  if (order.waybill === undefined) return [];
  const tracking = { trackingUrl: trackingUrlOf(order.waybill) };
  return [{ id: order.orderId + 1_000_000, parcelNumber: `${order.waybill}-1`, isReturnParcel: false, tracking }];
}

export const trackingUrlOf = (waybill: string): string => `https://track.example/${encodeURIComponent(waybill)}`;

/** Units of a line that have come back. */
export const returnedUnits = ({ returns }: Pick<SimOrder['lines'][number], 'returns'>): number =>
  returns.reduce((units, { quantity }) => units + quantity, 0);
