import { allocate, deallocate, looseAllocations, unallocatedUnits, unitsOf } from './allocation.js';
import type { EventFeed } from './event-feed.js';
import type * as Inputs from './mutation-inputs.js';
import type { Line, Order } from './order.js';
import { cancelLines, cancelOrder, refuseLocked, rollUpStatus } from './order-rules.js';
import { payload } from './payload.js';
import { capture } from './payment.js';
import { Refusal } from './refusal.js';
import { releaseRemaining } from './reserve.js';
import { completeShipment, createShipment } from './shipping.js';
import type { SimulatorState } from './state.js';
import { changeStock, setStock } from './stock-changes.js';
import type { Views } from './views.js';

/** The root fields of `Mutation`, over the state. A refusal becomes `userErrors`, and nothing was modified. */
export function createMutations(state: SimulatorState, views: Views, feed: EventFeed) {
  return {
    updateDirectToConsumerOrder: ({ order: by, input }: Inputs.UpdateOrder) =>
      payload(() => {
        const order = state.order(by);
        if (input.cancelLines) {
          const requests = input.cancelLines.map(({ line, quantity, stockActionPolicy }) => ({
            line: line.id ?? 0,
            quantity,
            removeFromStock: stockActionPolicy.removeItemsFromStock === true,
          }));
          cancelLines(state, order, requests);
        }
        state.touched(order);
        return { order: views.order(order) };
      }),

    cancelDirectToConsumerOrder: ({ id, input }: Inputs.CancelOrder) =>
      payload(() => {
        const order = state.order({ id });
        const isDone = cancelOrder(state, order, input.cancelAuthorization ?? false);
        const warnings = isDone ? [] : ['The order was cancelled, but its authorization could not be cancelled'];
        return { order: views.order(order), warnings };
      }),

    releaseRemainingOrderAuthorization: ({ order: by }: { order: Inputs.UpdateOrder['order'] }) =>
      payload(
        () => {
          const order = state.order(by);
          const entries = releaseRemaining(state, order).map(views.paymentEntry);
          state.touched(order);
          return { order: views.order(order), paymentHistoryEntry: entries.at(-1), paymentHistoryEntries: entries };
        },
        { paymentHistoryEntries: [] },
      ),

    allocateOrder: ({ input }: Inputs.Allocate) =>
      payload(() => {
        const order = state.order(input.order);
        allocateUnits(state, order, input);
        state.touched(order);
        return { order: views.order(order) };
      }),

    unallocateOrder: ({ input }: Inputs.Unallocate) =>
      payload(() => {
        const order = state.order(input.order);
        const warnings = unallocateUnits(state, order, input);
        state.touched(order);
        return { order: views.order(order), warnings };
      }),

    createShipment: ({ input }: Inputs.CreateShipment) =>
      payload(() => {
        const order = state.order(input.order);
        const shipment = createShipment(state, order, {
          lines: (input.lines ?? []).map((l) => ({ line: l.orderLine.id ?? 0, quantity: l.quantity })),
          isGoodToGo: input.isGoodToGo ?? false,
          isPaid: !input.capture && (input.isPaid ?? false),
          allocateDemand: input.allocateDemand ?? false,
        });
        const warnings: string[] = [];
        if (input.capture && capture(state, order, shipment)?.status === 'FAILED')
          warnings.push('Shipment was created, but the capture failed');
        return { shipment: views.shipment(order, shipment), warnings };
      }),

    captureShipment: ({ id }: { id: number }) =>
      payload(() => {
        const { order, shipment } = state.shipment(id);
        if (shipment.isCaptured) throw new Refusal('Shipment is already captured', ['id']);
        const entry = capture(state, order, shipment);
        if (entry?.status === 'FAILED') throw new Refusal('Capture failed: refused by the payment provider', ['id']);
        state.touchedShipment(shipment, 'update');
        state.touched(order);
        const paymentHistoryEntry = entry ? views.paymentEntry(entry) : null;
        return { shipment: views.shipment(order, shipment), paymentHistoryEntry };
      }),

    updateShipment: ({ id, input }: Inputs.UpdateShipment) =>
      payload(() => {
        const { order, shipment } = state.shipment(id);
        if (input.isPaid != null) {
          shipment.isPaid = input.isPaid;
          rollUpStatus(order);
        }
        state.touchedShipment(shipment, 'update');
        state.touched(order);
        return { shipment: views.shipment(order, shipment) };
      }),

    completeShipment: ({ id, input }: Inputs.CompleteShipment) =>
      payload(() => {
        const { order, shipment } = state.shipment(id);
        const info = input.shipmentInfo ?? {};
        completeShipment(
          state,
          { order, shipment },
          {
            ...(input.shippedAt == null ? {} : { shippedAt: Date.parse(input.shippedAt) }),
            ...(info.carrier == null ? {} : { carrier: info.carrier }),
            ...(info.service == null ? {} : { service: info.service }),
            ...(info.trackingNumber == null ? {} : { trackingNumber: info.trackingNumber }),
            ...(info.packagesNumber == null ? {} : { packages: info.packagesNumber }),
          },
        );
        shipment.emailAsked = input.sendEmail === true;
        return { shipment: views.shipment(order, shipment) };
      }),

    changeStock: ({ input }: Inputs.ChangeStock) =>
      payload(() => {
        const { change, warnings } = changeStock(state, input);
        return { stockChange: views.stockChange(change), warnings };
      }),

    setStock: ({ input }: Inputs.SetStock) =>
      payload(() => ({ stockChanges: setStock(state, input).map(views.stockChange) }), { stockChanges: [] }),

    setEventListeners: ({ input }: Inputs.SetListeners) =>
      payload(() => {
        for (const { objectType, changeTypes } of input) feed.listen(objectType, changeTypes);
        return { eventListeners: feed.listeners() };
      }),

    confirmEvents: ({ input }: { input: { eventsIds: number[] } }) =>
      payload(() => {
        feed.confirm(input.eventsIds);
        return {};
      }),
  };
}

function allocateUnits(state: SimulatorState, order: Order, input: Inputs.Allocate['input']): void {
  refuseLocked(state, order);
  if (order.status === 'CANCELLED') throw new Refusal('Order is cancelled', ['order']);
  const warehouse = input.warehouses?.[0]?.id;
  if (warehouse == null || !state.locations.some((l) => l.centraWarehouse === warehouse))
    throw new Refusal('Warehouse not found', ['warehouses']);
  const requests =
    input.allocate?.map(({ orderLine, quantity }) => ({ line: lineOf(order, orderLine.id), quantity })) ??
    order.lines.map((line) => ({ line, quantity: unallocatedUnits(order, line) }));
  for (const { line, quantity } of requests) {
    if (quantity > unallocatedUnits(order, line))
      throw new Refusal('Quantity exceeds what is left to allocate', ['allocate']);
    if (quantity > state.stock.free(warehouse, line.product.sku))
      throw new Refusal(`Not enough stock of ${line.product.sku} in the warehouse`, ['allocate']);
  }
  for (const { line, quantity } of requests)
    if (quantity > 0) allocate(state, { order, line }, { warehouse, quantity });
}

/** Unallocating more than is left is no error in Centra: it does what it can and warns. */
function unallocateUnits(state: SimulatorState, order: Order, input: Inputs.Unallocate['input']): string[] {
  refuseLocked(state, order);
  const warehouses = input.warehouses?.flatMap((w) => w.id ?? []);
  const requests =
    input.unallocate?.map(({ orderLine, quantity }) => ({ line: lineOf(order, orderLine.id), quantity })) ??
    order.lines.map((line) => ({ line, quantity: unitsOf(looseAllocations(order, line.id)) }));
  return requests.flatMap(({ line, quantity }) => {
    const freed = deallocate(state, { order, line }, { quantity, warehouses });
    if (input.stockActionPolicy.removeItemsFromStock)
      for (const place of freed) state.stock.add(place.warehouse, line.product.sku, { physical: -place.quantity });
    return unitsOf(freed) < quantity ? [`Only ${unitsOf(freed)} of ${quantity} units could be unallocated`] : [];
  });
}

function lineOf(order: Order, id: number | null | undefined): Line {
  const line = order.lines.find((l) => l.id === id);
  if (!line) throw new Refusal('Order line not found', ['orderLine']);
  return line;
}
