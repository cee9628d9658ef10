import type { ActOf } from './act-schema.js';
import { type ItemRecord, type OrderRecord, refundedOrder, STATE } from './records.js';
import { Refusal } from './shop.js';
import type { SimulatorState } from './state.js';

type Refund = ActOf<'pos.refund'>;

/** A part of a line that comes out of one sold row; without a row when nobody knows what was sold. */
interface Piece {
  readonly quantity: number;
  readonly order?: OrderRecord;
  readonly item?: ItemRecord;
}

/**
 * The rows of a refund order, at the price that was paid; the source is the first order that gave one. The till does not
 * take back more than it sold, unless it could not look; a return that names nothing is blind: today's price, no source.
 */
export function refundedItems(
  state: SimulatorState,
  act: Refund,
): { source: OrderRecord | undefined; items: ItemRecord[] } {
  const sources = sourcesOf(state, act);
  const taken = new Map<ItemRecord, number>();
  const pieces = act.lines.flatMap((line) => {
    if (sources === undefined) return [{ line, piece: { quantity: line.quantity } as Piece }];
    const found = act.unchecked ? [uncheckedPiece(sources, line)] : takeFromSoldRows(state, { sources, taken }, line);
    if (found === undefined) throw new Refusal(`Order ${act.receipt ?? act.order} does not hold that much`);
    return found.map((piece) => ({ line, piece }));
  });
  const items = pieces.map(({ line, piece }, itemId): ItemRecord => {
    const { order, item } = piece;
    const product = state.products.get(line.sku);
    const paid = item && Math.round(item.grossMinor / item.quantity);
    return {
      itemId,
      productid: product?.productid ?? 0,
      sku: line.sku,
      name: product?.name ?? line.sku,
      quantity: -piece.quantity,
      vatPercent: item?.vatPercent ?? 25,
      grossMinor: -(line.priceMinor ?? paid ?? product?.priceMinor ?? 0) * piece.quantity,
      additionaldata: {
        'reasoncode-return': line.condition ?? act.condition,
        ...(order && { 'pos-originalsales-orderid': String(order.orderid) }),
        ...(item && { 'pos-originalsales-orderitemid': String(item.itemId) }),
      },
    };
  });
  return { source: pieces[0]?.piece.order, items };
}

/** The orders that a refund may take from, in the order in which it does; undefined for a blind one. */
function sourcesOf(state: SimulatorState, act: Refund): readonly OrderRecord[] | undefined {
  if (act.receipt === undefined && act.order === undefined) return undefined;
  const candidates = named(state, act).filter((order) => order.state !== STATE.cancelled);
  if (candidates.length === 0) throw new Refusal(`The till finds no order ${act.receipt ?? act.order}`);
  const whole = candidates.find((order) =>
    act.lines.every(({ sku }) => left(state, order, sku) >= total(act.lines, sku)),
  );
  if (whole !== undefined) return [whole];
  // Only a web order comes in several parts: receipts with one number are sales of different stores.
  const parts = candidates.filter(({ externalid }) => externalid?.startsWith(`centra-${act.order}-`));
  return parts.length > 0 || act.unchecked ? [...parts, ...candidates] : candidates.slice(0, 1);
}

function named({ orders }: SimulatorState, act: Refund): readonly OrderRecord[] {
  if (act.receipt !== undefined) return orders.withReceipt(act.receipt);
  const wanted = String(act.order);
  return orders.all.filter(({ orderid, externalid }) => {
    const name = externalid ?? '';
    return String(orderid) === wanted || name === wanted || name.startsWith(`centra-${wanted}-`);
  });
}

/** Row by row, until the line is full; undefined when it cannot be. `taken` is what earlier lines of this refund took. */
function takeFromSoldRows(
  state: SimulatorState,
  { sources, taken }: { readonly sources: readonly OrderRecord[]; readonly taken: Map<ItemRecord, number> },
  line: { sku: string; quantity: number },
): Piece[] | undefined {
  const pieces: Piece[] = [];
  let missing = line.quantity;
  for (const order of sources) {
    for (const item of soldRows(order, line.sku)) {
      const before = taken.get(item) ?? 0;
      const quantity = Math.min(missing, leftOf(state, order, item) - before);
      if (quantity <= 0) continue;
      taken.set(item, before + quantity);
      pieces.push({ order, item, quantity });
      missing -= quantity;
    }
  }
  return missing > 0 ? undefined : pieces;
}

/** What an offline till takes: all of a line against the first order that ever held the SKU, whatever is left of it. */
function uncheckedPiece(sources: readonly OrderRecord[], { sku, quantity }: { sku: string; quantity: number }): Piece {
  const order = sources.find((source) => soldRows(source, sku).length > 0) ?? sources[0];
  const item = order && soldRows(order, sku)[0];
  return { quantity, ...(order && { order }), ...(item && { item }) };
}

const soldRows = (order: OrderRecord, sku: string): ItemRecord[] =>
  order.items.filter((row) => row.sku === sku && row.quantity > 0);

const left = (state: SimulatorState, order: OrderRecord, sku: string): number =>
  soldRows(order, sku).reduce((sum, item) => sum + Math.max(0, leftOf(state, order, item)), 0);

/** How many of a sold row have not been refunded yet. A refund that names no row is counted against the first of its SKU. */
function leftOf(state: SimulatorState, order: OrderRecord, item: ItemRecord): number {
  const first = soldRows(order, item.sku)[0];
  const isOf = (row: ItemRecord): boolean =>
    row.sku === item.sku &&
    Number(row.additionaldata['pos-originalsales-orderitemid'] ?? first?.itemId) === item.itemId;
  const returned = state.orders
    .refundsOf(order.orderid)
    .flatMap((refund) => refund.items.filter((row) => refundedOrder(refund, row) === order.orderid))
    .reduce((sum, row) => sum + (row.quantity < 0 && isOf(row) ? -row.quantity : 0), 0);
  return item.quantity - returned;
}

const total = (lines: readonly { sku: string; quantity: number }[], sku: string): number =>
  lines.reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
