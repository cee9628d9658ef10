import { z } from 'zod';
import { unshippedUnits } from './allocation.js';
import { type Books, Refusal } from './books.js';
import { type Act, act } from './control-inputs.js';
import { cancelLines, cancelOrder, setHold } from './order-rules.js';
import { placeOrder } from './place-order.js';

export type ActResult = { ok: true; order: number; status: string } | { ok: false; error: string };

/** Plays what customers and the shop's own staff do. Each act stands for itself: one that fails holds up no other. */
export function playAct(books: Books, wish: unknown): ActResult {
  const parsed = act.safeParse(wish);
  if (!parsed.success) return { ok: false, error: z.prettifyError(parsed.error) };
  try {
    const order = play(books, parsed.data);
    return { ok: true, order: order.number, status: order.status };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.message };
    throw error;
  }
}

function play(books: Books, wish: Act) {
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
  } else setHold(order, wish.type === 'web.hold');
  books.touched(order);
  return order;
}
