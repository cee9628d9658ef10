import { z } from 'zod';
import { unshippedUnits } from './allocation.js';
import { type Act, act } from './control-inputs.js';
import { cancelLines, cancelOrder, setHold } from './order-rules.js';
import type { Later } from './payment.js';
import { placeOrder } from './place-order.js';
import { returnByPost } from './return-by-post.js';
import { Refusal, type SimulatorState } from './state.js';
import { changeStock } from './stock-changes.js';

type StockByHand = Extract<Act, { type: 'ams.stock' }>;
type ProductByHand = Extract<Act, { type: 'ams.product' }>;

export type ActResult =
  | { ok: true; order: number; status: string }
  | { ok: true; stockChange: number }
  | { ok: true }
  | { ok: false; error: string };

/** Plays what customers and the shop's own staff do. Each act stands for itself: one that fails holds up no other. */
export function playAct(books: SimulatorState, wish: unknown, later: Later): ActResult {
  const parsed = act.safeParse(wish);
  if (!parsed.success) return { ok: false, error: z.prettifyError(parsed.error) };
  try {
    if (parsed.data.type === 'ams.product') {
      editProduct(books, parsed.data);
      return { ok: true };
    }
    if (parsed.data.type === 'ams.stock') return { ok: true, stockChange: changeByHand(books, parsed.data).id };
    const order = play(books, parsed.data, later);
    return { ok: true, order: order.number, status: order.status };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.message };
    throw error;
  }
}

function play(books: SimulatorState, wish: Exclude<Act, StockByHand | ProductByHand>, later: Later) {
  if (wish.type === 'web.order') return placeOrder(books, wish);
  const order = books.order({ number: wish.order });
  if (wish.type === 'web.cancel') {
    cancelOrder(books, order);
    return order;
  }
  if (wish.type === 'web.edit') {
    const cuts = wish.cancel.flatMap(({ sku, quantity }) => {
      const line = order.lines.find((l) => l.product.sku === sku && unshippedUnits(order, l) >= quantity);
      if (!line) throw new Refusal(`order ${order.number} has no ${quantity} unshipped units of ${sku}`);
      return { line: line.id, quantity, removeFromStock: false };
    });
    cancelLines(books, order, cuts);
  } else if (wish.type === 'web.return') returnByPost(books, order, wish, later);
  else setHold(order, wish.type === 'web.hold');
  books.touched(order);
  return order;
}

/** As one of the shop's staff would, or somebody else's integration: nothing about it is ours. */
function changeByHand(books: SimulatorState, { location, sku, quantity, comment = 'Corrected by hand' }: StockByHand) {
  const warehouse = books.locations.find((l) => l.id === location)?.centraWarehouse;
  if (warehouse === undefined) throw new Refusal(`no location is called ${location}`);
  return changeStock(books, {
    [quantity > 0 ? 'intoWarehouse' : 'outFromWarehouse']: { id: warehouse },
    description: comment,
    productSizes: [{ productSize: { SKU: sku }, deliveredQuantity: Math.abs(quantity) }],
  });
}

function editProduct(books: SimulatorState, act: ProductByHand): void {
  const changed = books.catalogue.edit(act);
  const entry = books.catalogue.bySku(act.newSku ?? act.sku);
  if (entry) for (const object of changed) books.touchedProduct(object, entry.id);
}
