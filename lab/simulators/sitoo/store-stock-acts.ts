import type { ActOf } from './act-schema.js';
import { MOVE, WAREHOUSE } from './records.js';
import { Refusal, type Shop } from './shop.js';

/** Goods received in a store. */
export function intake(shop: Shop, act: ActOf<'pos.intake'>): object {
  const { warehouseid } = storeAt(shop, act.location);
  assertKnown(shop, act.lines);
  const items = act.lines.filter((line) => line.quantity > 0);
  if (items.length === 0) return {};
  shop.events.moved(
    shop.state.move({ warehouseid, type: MOVE.in, description: 'Intake', shipmentid: act.shipment, items }),
  );
  return {};
}

/** Goods moved out of a store: to another one, or by others. */
export function issue(shop: Shop, act: ActOf<'pos.issue'>): object {
  const { warehouseid } = storeAt(shop, act.location);
  assertKnown(shop, act.lines);
  const items = act.lines
    .map(({ sku, quantity }) => ({ sku, quantity: -quantity }))
    .filter((item) => item.quantity < 0);
  if (items.length === 0) return {};
  shop.events.moved(
    shop.state.move({ warehouseid, type: MOVE.out, description: 'Moved out', shipmentid: act.shipment, items }),
  );
  return {};
}

/** Counted units become the level: the journal gets the differences. */
export function stocktake(shop: Shop, act: ActOf<'pos.stocktake'>): object {
  const { warehouseid, warehouse } = storeAt(shop, act.location);
  assertKnown(shop, act.lines);
  const items = act.lines
    .map(({ sku, quantity }) => ({ sku, quantity: quantity - (warehouse.totals.get(sku) ?? 0) }))
    .filter((item) => item.quantity !== 0);
  if (items.length === 0) return {};
  shop.events.moved(shop.state.move({ warehouseid, type: MOVE.stocktake, description: 'Stock taking', items }));
  return {};
}

/** The store's own warehouse; a virtual warehouse has no till and no shelf here. */
export function storeAt(shop: Shop, location: string) {
  const found = shop.state.warehouseOf(location);
  if (found === undefined) throw new Refusal(`There is no location ${location}`);
  if (found.warehouse.type === WAREHOUSE.virtual) throw new Refusal(`${location} is not a store`);
  return found;
}

export function assertKnown(shop: Shop, lines: readonly { sku: string }[]): void {
  const unknown = lines.find((line) => !shop.state.products.has(line.sku));
  if (unknown !== undefined) throw new Refusal(`The till does not know the SKU ${unknown.sku}`);
}
