import type { Brand, Location } from '../../brand.js';
import { warehouseFulfilmentName } from '../../names.js';
import { addressOf } from '../facts-from-till.js';
import { pickedSku } from '../facts-from-web.js';
import type { PosOrder } from '../pos-order.js';
import type { Corrections } from '../settings.js';
import type { LineUnits } from '../split-order.js';
import { tillShapeOf } from '../till-shape.js';
import type { NewWarehouseOrder } from '../warehouse-order.js';
import { consigneeFrom } from './consignee.js';

/** A till order as the WMS takes it: to be sent home, or to the store where the customer collects it. */
export function posOrderToWarehouse(transfer: {
  readonly order: PosOrder;
  readonly fulfilment: number;
  readonly lines: readonly LineUnits[];
  readonly location: Location;
  readonly brand: Brand;
  readonly courier: string;
  readonly corrections: Corrections;
}): NewWarehouseOrder {
  const { order, fulfilment, lines, location, brand, courier, corrections } = transfer;
  const shape = tillShapeOf(order, brand);
  const to = shape.kind === 'collected' ? addressOf(shape.at) : order.deliveryAddress;
  const email = order.deliveryAddress?.email ?? order.email;
  const phone = order.deliveryAddress?.phoneNumber ?? order.phone;
  const person = {
    ...(order.firstName ? { firstName: order.firstName } : {}),
    ...(order.lastName ? { lastName: order.lastName } : {}),
  };
  return {
    name: warehouseFulfilmentName('sitoo', order.orderId, fulfilment),
    reference: order.orderId,
    deliveryDate: new Date(order.orderDate * 1000).toISOString(),
    ...(location.wms === undefined ? {} : { warehouseId: location.wms }),
    consignee: consigneeFrom(to, person),
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
    wayOfDelivery: brand.couriers[courier]?.wayOfDelivery ?? courier,
    ...(order.comment ? { orderRemark: order.comment } : {}),
    lines: lines.map(({ line, quantity }) => {
      const item = order.items.find((i) => i.itemId === line);
      if (!item) throw new Error(`Till order ${order.orderId} has no item ${line}.`);
      return {
        line,
        sku: pickedSku(item.sku, corrections),
        quantity,
        vatPercent: item.vatPercent,
        // As words and not as a demand: which units the warehouse has of those numbers nobody at the till can know.
        ...(item.serialNumbers === undefined ? {} : { comment: `Serial number ${item.serialNumbers.join(', ')}` }),
      };
    }),
  };
}
