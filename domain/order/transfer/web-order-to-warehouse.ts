import { formatMoney } from '../../money.js';
import { warehouseFulfilmentName } from '../../names.js';
import { customsValueMinor, isExport } from '../customs.js';
import { addressOf } from '../facts-from-till.js';
import { pickedSku, requestIn } from '../facts-from-web.js';
import type { NewWarehouseOrder } from '../warehouse-order.js';
import type { WebOrder } from '../web-order.js';
import { consigneeFrom } from './consignee.js';
import { linesOfFulfilment } from './fulfilment-lines.js';
import type { Transfer } from './transfer.js';
import { storeToCollectIn } from './web-order-to-pick-up.js';

/** Goods that a customer collects go to the store, under the name of the customer; all others to the customer. */
function consigneeOf({ order, brand, courier }: Transfer): NewWarehouseOrder['consignee'] {
  const { shippingAddress: to, customer } = order;
  const store = storeToCollectIn(brand, courier);
  if (!store) return consigneeFrom(to, customer);
  const { firstName = customer?.firstName, lastName = customer?.lastName } = to ?? {};
  return consigneeFrom(addressOf(store), { ...(firstName ? { firstName } : {}), ...(lastName ? { lastName } : {}) });
}

/** A fulfilment of a web order as the WMS receives it. */
export function webOrderToWarehouse(transfer: Transfer): NewWarehouseOrder {
  const { order, fulfilment, location, brand, courier, corrections, giftMessage } = transfer;
  const { shippingAddress: to, customer } = order;
  const email = to?.email ?? customer?.email;
  const phone = to?.cellPhoneNumber ?? to?.phoneNumber;
  const giftWrap = requestIn(order.attributes, brand.gift.requestedBy);
  const servicePoint = attributeOf(order, brand.warehouse.servicePoint);
  const isDeclared = isExport(order, brand);
  const { currency } = order;
  return {
    name: warehouseFulfilmentName('centra', order.number, fulfilment),
    reference: order.number,
    deliveryDate: new Date(order.orderDate).toISOString(),
    ...(location.wms === undefined ? {} : { warehouseId: location.wms }),
    consignee: consigneeOf(transfer),
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    wayOfDelivery: brand.couriers[courier]?.wayOfDelivery ?? courier,
    ...(servicePoint ? { servicePointCode: servicePoint } : {}),
    ...(isDeclared ? { customsCurrency: currency } : {}),
    ...(giftMessage ? { orderRemark: giftMessage } : {}),
    ...(order.otherComment ? { warehouseInstruction: order.otherComment } : {}),
    ...(giftWrap ? { freeText1: `gift wrap: ${giftWrap}` } : {}),
    lines: linesOfFulfilment(order, transfer.lines).map(({ line, units }) => ({
      line: line.id,
      sku: pickedSku(line.sku, corrections),
      quantity: units,
      ...(line.comment ? { comment: line.comment } : {}),
      unitPrice: formatMoney({ minor: line.unitPriceMinor, currency }),
      currency,
      ...(isDeclared
        ? { customsValue: formatMoney({ minor: customsValueMinor(line, units, order.totals), currency }) }
        : {}),
      vatPercent: line.taxPercent,
    })),
  };
}

/** The value of an attribute, `type.key`; undefined when the order has none or an empty one. */
const attributeOf = ({ attributes }: Pick<WebOrder, 'attributes'>, name: string): string | undefined =>
  attributes.find(({ type, key }) => `${type}.${key}` === name)?.value.trim() || undefined;
