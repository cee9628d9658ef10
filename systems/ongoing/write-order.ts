import { formatMoney, parseMoney } from '../../domain/money.js';
import type { NewWarehouseOrder } from '../../domain/order/warehouse-order.js';
import { numberOf } from '../id-schemas.js';
import { rowsOf } from './article-rows.js';
import { inContract } from './put-by-number.js';
import { type OrderRequest, orderRequest } from './request-schemas.js';

export const WRITE_ORDER = 'PUT orders';

/** What the contract leaves open about the rows of an order; the brand says what its warehouse means. */
export interface OrderWriting {
  /** Whether `linePrice` is the price of a unit or of the whole row. */
  readonly linePrice: 'unit' | 'row';
  /** Whether `customerLinePrice` is sent as well. */
  readonly customerLinePrice: boolean;
  /** Whether lines of one article are one row, which is right in either reading, or stay apart. */
  readonly articleTwice: 'merge' | 'rows';
}

export const USUAL_WRITING: OrderWriting = { linePrice: 'unit', customerLinePrice: false, articleTwice: 'merge' };

/**
 * The body of `PUT orders`. Our line id goes into rowNumber, which must be unique in the order, and with those of other lines of
 * the article into externalId, so that picks map back. VAT is left out: Ongoing wants the tenant's own VAT code, which we cannot know.
 * @throws SystemProblem `rejected` when the order could not be written in the vendor's contract
 */
export function orderBody(goodsOwnerId: number, order: NewWarehouseOrder, writing = USUAL_WRITING): OrderRequest {
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
    warehouseId: order.warehouseId === undefined ? undefined : numberOf(order.warehouseId),
    customsInfo: order.customsCurrency === undefined ? undefined : { customsValueCurrencyCode: order.customsCurrency },
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
    orderLines: rowsOf(order.lines, writing.articleTwice).map((row) => ({
      rowNumber: row.line,
      articleNumber: row.sku,
      numberOfItems: row.quantity,
      comment: row.comment,
      externalId: row.externalId,
      lineTotalCustomsValue: row.customsValue === undefined ? undefined : Number(row.customsValue),
      prices: prices(row, writing),
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

/** The price of a unit as the contract most likely means it: the name of the customs value says "total", this one does not. */
function prices(
  { unitPrice, currency, quantity }: NewWarehouseOrder['lines'][number],
  { linePrice, customerLinePrice }: OrderWriting,
): OrderRequest['orderLines'][number]['prices'] {
  if (unitPrice === undefined || currency === undefined) return undefined;
  const { minor } = parseMoney(unitPrice, currency);
  const price = Number(formatMoney({ minor: linePrice === 'row' ? minor * quantity : minor, currency }));
  return { linePrice: price, ...(customerLinePrice ? { customerLinePrice: price } : {}), currencyCode: currency };
}
