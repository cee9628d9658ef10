import { assertKnown } from '../ongoing/article-lines.js';
import { Refusal } from '../ongoing/refusal.js';
import { STATUS, type WarehouseState } from '../ongoing/warehouse-state.js';
import type { ArrivedFile, Row } from './csv-files.js';

const optional = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
const numberOr = (value: string | undefined): number | undefined =>
  optional(value) === undefined ? undefined : Number(value);

/** Does what a file of Onepool's asks. @returns the row of the confirmation */
export function takeRequest(state: WarehouseState, file: ArrivedFile): Row {
  try {
    return { file: file.name, result: resultOf(state, file), reason: '' };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return { file: file.name, result: 'refused', reason: refusal.message };
  }
}

function resultOf(state: WarehouseState, { kind, rows }: ArrivedFile): string {
  const [head] = rows;
  if (head === undefined) throw new Refusal(400, 'the file has no rows');
  switch (kind) {
    case 'orders':
      placeOrder(state, head, rows);
      return 'accepted';
    case 'cancellations':
      return cancel(state, head.order ?? '');
    case 'articles':
      state.shelves.putArticle({
        sku: head.sku ?? '',
        name: head.name ?? '',
        barcode: head.barcode ?? '',
        isActive: head.active !== 'no',
      });
      return 'accepted';
    case 'inbound':
      state.purchases.put({
        goodsOwnerId: 1,
        purchaseOrderNumber: head.notice ?? '',
        warehouseId: numberOr(head.warehouse),
        advanced: { purchaseOrderIsReturnType: head.from_customer === 'yes' },
        purchaseOrderLines: rows.map((row) => ({
          rowNumber: row.line ?? '',
          articleNumber: row.sku ?? '',
          numberOfItems: Number(row.units),
        })),
      });
      return 'accepted';
    default:
      throw new Refusal(400, `there is no kind ${kind}`);
  }
}

function placeOrder(state: WarehouseState, head: Row, rows: readonly Row[]): void {
  const orderLines = rows.map((row) => ({
    rowNumber: row.line ?? '',
    articleNumber: row.sku ?? '',
    numberOfItems: Number(row.units),
  }));
  const warehouseId = numberOr(head.warehouse);
  assertKnown(state.shelves, orderLines, warehouseId);
  state.put({
    goodsOwnerId: 1,
    orderNumber: head.order ?? '',
    referenceNumber: head.reference,
    deliveryDate: head.delivery_date ?? '',
    consignee: { name: head.name, city: optional(head.city), countryCode: optional(head.country) },
    wayOfDelivery: { code: head.way_of_delivery },
    warehouseId,
    orderLines,
  });
}

function cancel(state: WarehouseState, name: string): string {
  const order = state.orders.get(name);
  if (order === undefined) return 'unknown';
  if (order.status === STATUS.open || order.status === STATUS.error) state.setStatus(order, STATUS.cancelled);
  return order.status === STATUS.cancelled ? 'cancelled' : 'too-late';
}
