import { type OrderStage, stateAtStart } from '../../domain/order/order-stage.js';
import { Locations } from '../search-attributes.js';
import { asTable, openTimeline, type Timeline } from '../timeline.js';
import { locationsOf, type OrderState } from './order-state.js';

export const openOrderTimeline = (order: OrderState): Timeline<OrderStage> =>
  openTimeline<OrderStage>({
    stage: stateAtStart(order.facts, order.settings).stage,
    next: 'The order is being checked.',
    table: () =>
      asTable(
        ['fulfilment', 'location', 'stage', 'there'],
        order.fulfilments.map((f) => [f.fulfilment, f.location, f.stage, f.ref ?? '']),
      ),
    attributes: () => {
      const locations = locationsOf(order);
      return [{ key: Locations, value: locations.length > 0 ? [...locations] : null }];
    },
  });
