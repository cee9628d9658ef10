import type { Order } from './order.js';

/** The bundle to which the lines of an order belong. It has no size of its own, so nothing is allocated for it. */
export function bundleLine<Money>(
  { lines }: Order,
  { id, priceOn }: NonNullable<Order['bundle']>,
  money: (minor: number) => Money,
) {
  const minor = lines.reduce((sum, l) => sum + l.unitMinor * (l.quantity - l.cancelled), 0);
  const price = money(priceOn === 'bundle' ? minor : 0);
  return {
    __typename: 'BundleOrderLine',
    id,
    size: '',
    productNumber: 'BUNDLE',
    comment: '',
    productName: 'Bundle',
    productVariantName: null,
    quantity: 1,
    cancelledQuantity: 0,
    returnedQuantity: 0,
    taxPercent: 25,
    unitPrice: price,
    unitOriginalPrice: price,
    lineValue: price,
    productSize: null,
    allocations: [],
  };
}
