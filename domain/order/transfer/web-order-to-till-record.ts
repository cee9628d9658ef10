import type { NewSitooItem, NewSitooOrder } from '../../../systems/sitoo/port.js';
import type { Location } from '../../brand.js';
import { formatMoney } from '../../money.js';
import { sentOrderName } from '../../names.js';
import type { WebOrder, WebShipment } from '../web-order.js';

/**
 * What a warehouse has sent of a web order, as the tills take note of it: goods and the price that was paid, so that a till
 * can take them back against it. Nobody there has to know who bought it, so no person is named.
 */
export function webOrderToTillRecord(order: WebOrder, shipment: WebShipment, location: Location): NewSitooOrder {
  const money = (minor: number): string => formatMoney({ minor, currency: order.currency });
  const name = sentOrderName(String(order.number), shipment.id);
  const sent = shipment.lines.flatMap(({ line: id, quantity }) => {
    const line = order.lines.find((l) => l.id === id);
    return line ? [{ line, quantity }] : [];
  });
  const items = sent.map(
    ({ line, quantity }): NewSitooItem => ({
      sku: line.sku,
      productname: [line.productName, line.variantName, line.size].filter(Boolean).join(' '),
      quantity,
      vatvalue: line.taxPercent,
      moneyrowprice: money(line.unitPriceMinor * quantity),
      additionaldata: { 'centra-line': String(line.id) },
    }),
  );
  const paid = sent.reduce((sum, { line, quantity }) => sum + line.unitPriceMinor * quantity, 0);
  return {
    externalid: name,
    warehouseid: location.sitoo,
    currencycode: order.currency,
    orderdate: Math.floor(Date.parse(order.orderDate) / 1000),
    checkoutref: String(order.number),
    additionaldata: { source: 'centra' },
    orderitems: items,
    payments: [{ name: 'Web payment', moneyamount: money(paid), externalid: name }],
  };
}
