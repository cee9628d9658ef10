import type { PlaceFulfilment } from '../../../activities/orders/place-fulfilment.js';
import type { CreateReturn } from '../../../activities/returns/web-returns.js';
import { publishStockInput } from '../../../client/stock/publish-stock-input.js';
import type {
  CentraLineId,
  CentraOrderNumber,
  CentraShipmentId,
  SitooItemId,
  SitooOrderId,
} from '../../../domain/ids.js';
import { nameOf } from '../../../domain/order/fulfilment-identity.js';
import type { LineUnits } from '../../../domain/order/split-order.js';
import type { WantedReturn } from '../../../domain/return/plan-return.js';
import { tillRefundOf } from '../../../domain/return/refund-from-till.js';
import type { TillRefund } from '../../../domain/return/till-refund.js';
import type { Target } from '../../../domain/stock/flows.js';
import { asId } from '../ids.js';
import type { WorldOfKills } from './world-of-kills.js';

/** A web order that its location holds. */
export interface PlacedOrder {
  readonly placing: PlaceFulfilment & { readonly number: CentraOrderNumber };
  readonly lines: readonly LineUnits<CentraLineId>[];
  /** What its location calls it. */
  readonly name: string;
}

type Price = { readonly priceMinor?: number };

export async function placedOrder(
  world: WorldOfKills,
  location: 'dc' | 'store-01',
  price?: Price,
): Promise<PlacedOrder> {
  const placing = await world.webOrder(location, price);
  await world.run('placeFulfilment', placing);
  return { placing, lines: placing.lines as readonly LineUnits<CentraLineId>[], name: nameOf(placing) };
}

export async function pickedOrder(
  world: WorldOfKills,
  location: 'dc' | 'store-01',
  price?: Price,
): Promise<PlacedOrder> {
  const order = await placedOrder(world, location, price);
  if (location === 'dc') await world.warehouse.act({ type: 'wms.pick', name: order.name });
  else await world.tills.act({ type: 'store.pick', name: order.name });
  return order;
}

/** A web order with a shipment at the web shop, captured and not sent. */
export async function shippableOrder(
  world: WorldOfKills,
  location: 'dc' | 'store-01',
): Promise<PlacedOrder & { readonly shipment: CentraShipmentId }> {
  const order = await pickedOrder(world, location);
  const { number } = order.placing;
  const { id } = await world.run('createShipment', { number, fulfilment: 1, nth: 1, lines: order.lines });
  return { ...order, shipment: id };
}

/** A web order of which all but one line is captured, and that line is about to be cancelled. */
export async function shortOrder(world: WorldOfKills) {
  const { placing, lines } = await pickedOrder(world, 'dc');
  const { number } = placing;
  await world.run('createShipment', { number, fulfilment: 1, nth: 1, lines: lines.slice(0, 1) });
  return { number, cancelling: lines.slice(1) };
}

/** A web order that has left, and that the web shop shows as sent. */
export async function sentOrder(world: WorldOfKills, location: 'dc' | 'store-01') {
  const order = await shippableOrder(world, location);
  if (location === 'dc') await world.warehouse.act({ type: 'wms.ship', name: order.name, waybill: 'W-1' });
  else await world.tills.act({ type: 'store.ship', name: order.name, waybill: 'W-1' });
  await world.run('completeShipment', completing(order));
  return order;
}

export const completing = ({ placing, shipment, lines }: PlacedOrder & { readonly shipment: CentraShipmentId }) => ({
  number: placing.number,
  fulfilment: 1,
  shipment,
  courier: 'home-standard',
  parcel: { ref: 'p1', lines, trackingNumber: 'W-1', packages: 1 },
  lastOfFulfilment: true,
});

/** A till order that the warehouse has sent and the tills do not know as delivered. */
export async function sentTillOrder(world: WorldOfKills) {
  const placing = await world.tillOrder();
  await world.run('placeFulfilment', placing);
  await world.warehouse.act({ type: 'wms.pick', name: nameOf(placing) });
  await world.warehouse.act({ type: 'wms.ship', name: nameOf(placing), waybill: 'T-1' });
  const lines = placing.lines as readonly LineUnits<SitooItemId>[];
  return {
    number: placing.number as SitooOrderId,
    fulfilment: 1,
    location: 'dc',
    parcel: { ref: 'p1', lines, trackingNumber: 'T-1', packages: 1 },
    closeOrder: true,
    skus: Object.fromEntries(lines.map(({ line }) => [line, 'TEE-M'])),
  };
}

/** A till has sold what stands on its own shelf. */
export const soldAtTill = (world: WorldOfKills) =>
  world.tills.act({ type: 'pos.sale', location: 'store-01', receipt: 'S-1', lines: [{ sku: 'SOCK', quantity: 3 }] });

export const publishing = ({ brand }: WorldOfKills, target: Target) => ({
  target,
  flows: publishStockInput(brand, target).flows,
});

/** A web order whose workflow has ended as cancelled, and that the shop has opened again. */
export async function endedOrder(world: WorldOfKills, placing: PlacedOrder['placing']): Promise<void> {
  const { number } = placing;
  await world.run('readChanges', { follower: 'centra' });
  await world.shop.act({ type: 'web.cancel', order: Number(number) });
  await world.run('cancelFulfilment', { ...placing, unitsKnownSent: 0 });
  const { facts } = await world.run('readOrder', { origin: 'centra', number, corrections: {} });
  const { state, changedAt, readAt } = facts;
  await world.run('readChanges', { follower: 'centra' });
  await world.run('recordOrderStage', {
    ...placing,
    stage: 'cancelled',
    workflowId: world.workflowOf(placing),
    run: 1,
    nthStage: 1,
    ended: { run: 1, state, changedAt, readAt, covered: [], wanted: [] },
  });
  world.temporal.ends(world.workflowOf(placing));
  await world.shop.act({ type: 'web.reopen', order: Number(number) });
}

/** A customer has handed goods of a web order back over the counter of the store that had sent them. */
export async function handedBack(world: WorldOfKills): Promise<{ refund: TillRefund; wanted: WantedReturn }> {
  await world.run('readChanges', { follower: 'sitoo' });
  const { placing } = await sentOrder(world, 'store-01');
  const { number } = placing;
  const { orderid = 0 } = await world.tills.act({
    type: 'pos.refund',
    location: 'store-01',
    order: number,
    lines: [{ sku: 'TEE-M', quantity: 1 }],
    condition: 'resellable',
    paidOut: true,
  });
  const [read] = await world.dependencies.sitoo.orders([asId(orderid)], 'returns');
  const refund = read && tillRefundOf(read, world.brand);
  if (!refund) throw new Error('The till shows no refund.');
  return { refund, wanted: { refund, number, lines: refund.lines, givesShippingBack: false } };
}

export async function plannedReturn(world: WorldOfKills): Promise<CreateReturn> {
  const { refund, wanted } = await handedBack(world);
  const { returns, costs } = await world.run('prepareReturn', wanted);
  const [planned] = returns;
  if (!planned) throw new Error('Nothing is to be returned.');
  return {
    number: wanted.number,
    name: planned.name,
    planned,
    location: 'store-01',
    currency: refund.currency,
    feeMinor: 0,
    costs: costs[planned.name] ?? { shippingMinor: 0, voucherMinor: 0 },
  };
}

export async function createdReturn(world: WorldOfKills): Promise<{ number: CentraOrderNumber; name: string }> {
  const planned = await plannedReturn(world);
  await world.run('createReturn', planned);
  return { number: planned.number, name: planned.name };
}
