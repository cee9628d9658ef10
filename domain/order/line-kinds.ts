import type { Brand } from '../brand.js';
import { matchesAny } from '../sku-pattern.js';
import type { WebOrder, WebOrderLine } from './web-order.js';

/**
 * What becomes of a line. `goods`: a location picks it. `service`: nobody picks it, and it is captured with the goods.
 * `price`: a bundle, of which its items are picked. `certificate`: Centra delivers it itself. `unknown`: a person is asked.
 */
export type LineFate = 'goods' | 'service' | 'price' | 'certificate' | 'unknown';

/** What becomes of a line of a web order; which SKUs are services only the brand file can say. */
export function fateOf({ kind, sku }: Pick<WebOrderLine, 'kind' | 'sku'>, brand: Pick<Brand, 'webOrders'>): LineFate {
  switch (kind) {
    case 'product':
    case 'bundle-item':
      return matchesAny(sku, brand.webOrders.services) ? 'service' : 'goods';
    case 'bundle':
      return 'price';
    case 'gift-certificate':
      return 'certificate';
    case 'unknown':
      return 'unknown';
  }
}

/** The order with the lines alone that a location picks. */
export const goodsOf = (order: WebOrder, brand: Pick<Brand, 'webOrders'>): WebOrder => ({
  ...order,
  lines: order.lines.filter((line) => fateOf(line, brand) === 'goods'),
});

/** Whether it holds units that no shipment has taken along: archiving only puts an order away, whatever is left of it. */
export const holdsUnsent = ({ lines, shipments }: Pick<WebOrder, 'lines' | 'shipments'>): boolean => {
  const sent = { shipments: shipments.filter(({ isShipped }) => isShipped) };
  return lines
    .filter(({ kind }) => kind === 'product' || kind === 'bundle-item')
    .some((line) => line.quantity - line.cancelledQuantity > unitsInShipments(line, sent));
};

/** Units of a line that shipments hold, whether they have left or not. */
export const unitsInShipments = ({ id }: WebOrderLine, { shipments }: Pick<WebOrder, 'shipments'>): number =>
  shipments.flatMap((s) => s.lines).reduce((sum, l) => (l.line === id ? sum + l.quantity : sum), 0);
