import type { ActOf } from './acts.js';
import type { Books } from './books.js';
import { type ItemRecord, type OrderRecord, STATE } from './records.js';
import { Refused } from './shop.js';

/**
 * The rows of a refund order, at the price that was paid. The till does not take back more than it sold; a return that
 * names nothing is blind: today's price, and no source.
 */
export function refundedItems(
  books: Books,
  act: ActOf<'pos.refund'>,
): { source: OrderRecord | undefined; items: ItemRecord[] } {
  const blind = act.receipt === undefined && act.order === undefined;
  const candidates = blind ? [] : named(books, act).filter((order) => order.state !== STATE.cancelled);
  const source = candidates.find((order) =>
    act.lines.every((line) => (refundable(books, order, line.sku)?.left ?? 0) >= line.quantity),
  );
  if (!blind && candidates.length === 0) throw new Refused(`The till finds no order ${act.receipt ?? act.order}`);
  if (!blind && source === undefined) throw new Refused(`Order ${act.receipt ?? act.order} does not hold that much`);
  const items = act.lines.map((line, itemId): ItemRecord => {
    const original = source && refundable(books, source, line.sku)?.item;
    const product = books.products.get(line.sku);
    const paid = original === undefined ? undefined : Math.round(original.grossMinor / original.quantity);
    return {
      itemId,
      productid: product?.productid ?? 0,
      sku: line.sku,
      name: product?.name ?? line.sku,
      quantity: -line.quantity,
      vatPercent: original?.vatPercent ?? 25,
      grossMinor: -(line.priceMinor ?? paid ?? product?.priceMinor ?? 0) * line.quantity,
      additionaldata: {
        'reasoncode-return': act.condition,
        ...(original === undefined ? {} : { 'pos-originalsales-orderitemid': String(original.itemId) }),
      },
    };
  });
  return { source, items };
}

function named({ orders }: Books, act: ActOf<'pos.refund'>): readonly OrderRecord[] {
  if (act.receipt !== undefined) return orders.withReceipt(act.receipt);
  const wanted = String(act.order);
  return orders.all.filter(({ orderid, externalid }) => {
    const name = externalid ?? '';
    return String(orderid) === wanted || name === wanted || name.startsWith(`centra-${wanted}-`);
  });
}

/** The sold row of a SKU and how many of it have not been refunded yet. */
function refundable(books: Books, order: OrderRecord, sku: string): { item: ItemRecord; left: number } | undefined {
  const item = order.items.find((row) => row.sku === sku && row.quantity > 0);
  if (item === undefined) return undefined;
  const returned = books.orders
    .refundsOf(order.orderid)
    .flatMap((other) => other.items)
    .reduce((sum, row) => sum + (row.sku === sku ? -row.quantity : 0), 0);
  return { item, left: item.quantity - returned };
}
