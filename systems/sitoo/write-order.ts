import { ITEM_TYPES, ORDER_STATES, ORDER_TYPES, PAYMENT_STATES } from './codes.js';
import type { SoldSitooOrder } from './port.js';

/** The body of `POST orders`: an ordinary order of products, open and paid. Centra has the money. */
export const orderBody = (order: SoldSitooOrder) => ({
  ...order,
  ordertypeid: ORDER_TYPES.order,
  orderstateid: ORDER_STATES.open,
  paymentstateid: PAYMENT_STATES.paid,
  orderitems: order.orderitems.map((item) => ({ orderitemtype: ITEM_TYPES.product, ...item })),
});
