import { formatMoney, parseMoney } from '../../domain/money.js';
import type { NewWarehouseOrder } from '../../domain/order/warehouse-order.js';
import { inContract } from './put-by-number.js';
import { type OrderRequest, orderRequest } from './request-schemas.js';

export const WRITE_ORDER = 'PUT orders';

/**
 * The body of `PUT orders`. Our line id goes into rowNumber, which must be unique in the order, and into externalId, so
 * that picks map back. VAT is left out: Ongoing wants the tenant's own VAT code, which we cannot know.
 * @throws SystemProblem `rejected` when the order could not be written in the vendor's contract
 */
export function orderBody(goodsOwnerId: number, order: NewWarehouseOrder): OrderRequest {
  const { consignee } = order;
  const body = {
    goodsOwnerId,
    orderNumber: order.name,
    deliveryDate: order.deliveryDate,
    referenceNumber: order.reference,
    goodsOwnerOrderId: order.reference,
    salesCode: order.salesCode,
    orderRemark: order.orderRemark,
    deliveryInstruction: order.deliveryInstruction,
    warehouseInstruction: order.warehouseInstruction,
    servicePointCode: order.servicePointCode,
    freeText1: order.freeText1,
    freeText2: order.freeText2,
    freeText3: order.freeText3,
    warehouseId: order.warehouseId,
    wayOfDelivery: { code: order.wayOfDelivery },
    consignee: {
      name: consignee.name,
      address1: consignee.address1,
      address2: consignee.address2,
      postCode: consignee.postCode,
      city: consignee.city,
      countryCode: consignee.countryCode,
      countryStateCode: consignee.stateCode,
      remark: consignee.remark,
      vatNumber: consignee.vatNumber,
    },
    emailNotification: notified(order.email),
    smsNotification: notified(order.phone),
    orderLines: order.lines.map((line) => ({
      rowNumber: line.line,
      articleNumber: line.sku,
      numberOfItems: line.quantity,
      comment: line.comment,
      externalId: line.line,
      prices: prices(line),
    })),
  };
  return inContract(orderRequest, body, {
    operation: WRITE_ORDER,
    whole: 'the order',
    cannot: `The order ${order.name} cannot be sent to the warehouse system`,
  });
}

/** The values of an order that must never show in an error sentence. */
export function personalValues(order: NewWarehouseOrder): string[] {
  const { countryCode: _country, stateCode: _state, ...person } = order.consignee;
  const free = [order.orderRemark, order.deliveryInstruction, order.warehouseInstruction];
  const texts = [order.freeText1, order.freeText2, order.freeText3, ...order.lines.map((line) => line.comment)];
  return [...Object.values(person), order.email, order.phone, ...free, ...texts].filter((value) => value !== undefined);
}

function notified(value: string | undefined): { toBeNotified: boolean; value: string } | undefined {
  return value === undefined || value === '' ? undefined : { toBeNotified: true, value };
}

/** Ongoing prices the line, not the unit (our reading of the field's name; the contract does not say). */
function prices(line: NewWarehouseOrder['lines'][number]): { linePrice: number; currencyCode: string } | undefined {
  if (line.unitPrice === undefined || line.currency === undefined) return undefined;
  const unit = parseMoney(line.unitPrice, line.currency);
  const total = formatMoney({ minor: unit.minor * line.quantity, currency: line.currency });
  return { linePrice: Number(total), currencyCode: line.currency };
}
