import type { NewWarehouseOrder } from '../../domain/order/warehouse-order.js';
import type { Article } from '../warehouse-article-port.js';
import type { NewInboundNotice } from '../warehouse-port.js';
import type { OutgoingRow } from './formats.js';

/** A row for each line; what is about the order as a whole stands in each. */
export const orderRows = (order: NewWarehouseOrder): OutgoingRow<'orders'>[] => {
  const { consignee } = order;
  return order.lines.map((line) => ({
    order: order.name,
    reference: order.reference,
    line: line.line,
    sku: line.sku,
    units: String(line.quantity),
    warehouse: order.warehouseId,
    delivery_date: order.deliveryDate,
    way_of_delivery: order.wayOfDelivery,
    service_point: order.servicePointCode,
    name: consignee.name,
    address1: consignee.address1,
    address2: consignee.address2,
    postcode: consignee.postCode,
    city: consignee.city,
    state: consignee.stateCode,
    country: consignee.countryCode,
    address_remark: consignee.remark,
    email: order.email,
    phone: order.phone,
    order_remark: order.orderRemark,
    delivery_instruction: order.deliveryInstruction,
    warehouse_instruction: order.warehouseInstruction,
    line_comment: line.comment,
    unit_price: line.unitPrice,
    currency: line.currency,
    vat_percent: line.vatPercent === undefined ? undefined : String(line.vatPercent),
    customs_value: line.customsValue,
    customs_currency: order.customsCurrency,
    vat_number: consignee.vatNumber,
    sales_code: order.salesCode,
    free_text1: order.freeText1,
    free_text2: order.freeText2,
    free_text3: order.freeText3,
  }));
};

export const articleRows = ({ sku, name, barcode, active }: Article): OutgoingRow<'articles'>[] => [
  { sku, name, barcode, active: active ? 'yes' : 'no' },
];

export const noticeRows = (notice: NewInboundNotice): OutgoingRow<'inbound'>[] =>
  notice.lines.map(({ row, sku, quantity }) => ({
    notice: notice.name,
    warehouse: notice.warehouse,
    from_customer: notice.returnType ? 'yes' : 'no',
    line: row,
    sku,
    units: String(quantity),
  }));
