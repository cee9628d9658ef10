import type { Location } from '../../brand.js';
import { compareIds, type LineId } from '../../ids.js';
import { idIn } from '../../locations.js';
import { sentOrderName } from '../../names.js';
import { paidFor, paidPrices } from '../paid-prices.js';
import type { NewStoreLine, SoldStoreOrder } from '../store-order.js';
import type { WebOrder, WebShipment } from '../web-order.js';
import { tillName } from './web-order-to-store.js';

/**
 * What a warehouse has sent of a web order, as the tills take note of it: goods and the price that was paid, so that a till
 * can take them back against it. The tills need not know who bought it, so it names no person.
 */
export function webOrderToTillRecord(order: WebOrder, shipment: WebShipment, location: Location): SoldStoreOrder {
  const name = sentOrderName(order.number, shipment.id);
  const prices = paidPrices(order);
  const lines = shipment.lines.flatMap(({ line: id, quantity }): NewStoreLine[] => {
    const line = order.lines.find((l) => l.id === id);
    if (!line) return [];
    const paidMinor = paidFor(prices, { line: id, quantity }, sentBefore(order, shipment, id));
    const priceMinor = line.unitPriceMinor * quantity;
    const discountMinor = priceMinor - paidMinor;
    const { sku, taxPercent: vatPercent } = line;
    return [
      {
        line: id,
        sku,
        name: tillName(line),
        quantity,
        vatPercent,
        priceMinor,
        ...(discountMinor > 0 ? { discountMinor } : {}),
      },
    ];
  });
  const paidMinor = lines.reduce((sum, { priceMinor, discountMinor = 0 }) => sum + priceMinor - discountMinor, 0);
  return {
    name,
    warehouse: idIn(location, 'sitoo'),
    currency: order.currency,
    reference: order.number,
    orderedAt: Date.parse(order.orderDate),
    lines,
    payments: [{ name: 'Web payment', amountMinor: paidMinor, externalId: name }],
  };
}

/** Units of a line in shipments that were made before this one. */
const sentBefore = ({ shipments }: WebOrder, { id }: WebShipment, line: LineId): number =>
  shipments
    .filter((other) => compareIds(other.id, id) < 0)
    .flatMap((other) => other.lines)
    .reduce((units, l) => (l.line === line ? units + l.quantity : units), 0);
