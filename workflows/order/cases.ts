import type { OrderStage } from '../../domain/order/order-stage.js';
import { type Cases, openCases } from '../cases/raise.js';
import type { Timeline } from '../timeline.js';
import { type OrderState, runNumber } from './order-state.js';

/** The cases of an order. Call before the first await of the workflow, so that the handlers exist when a message arrives. */
export const openOrderCases = (
  order: OrderState,
  timeline: Timeline<OrderStage>,
  onCancelOrder: () => Promise<void>,
): Cases =>
  openCases({
    name: nameOfCases(order),
    brand: order.brand,
    onCancelOrder,
    subject: `${order.origin} ${order.number}`,
    context: () => ({
      couriers: order.settings.couriers,
      // What a till sold for delivery can only leave from a warehouse.
      locations: order.settings.locations
        .filter((l) => order.origin === 'centra' || l.kind === 'warehouse')
        .map((l) => l.id),
      lines: order.facts.lines.map((l) => l.line),
    }),
    timeline,
    waiting: 'waiting-for-answer',
    goingOn: 'fulfilling',
    next: 'The order goes on.',
    // The customer has paid at the till: what is not sent is refunded there, with the order.
    options: order.origin === 'sitoo' ? { without: ['cancel-line', 'cancel-line-and-refund'] } : {},
  });

/** Cases of different runs have different names, since an answer is carried out once for each case. */
function nameOfCases(order: OrderState): string {
  const name = `${order.brand}-${order.origin}-${order.number}`;
  return runNumber(order) === 1 ? name : `${name}-${runNumber(order)}`;
}
