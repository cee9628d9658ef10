import type { ActOf } from './act-schema.js';
import { DISCOUNT_ROW, type ItemRecord, type OrderRecord, PAID, PENDING, STATE, WAREHOUSE } from './records.js';
import { TEXT_FIELDS } from './requests.js';
import { tillAmount } from './shapes.js';
import { nowSeconds, Refusal, type Shop } from './shop.js';
import type { SimulatorState } from './state.js';
import { assertKnown, storeAt } from './store-stock-acts.js';

/** `settings.numdaysreserved`. */
const RESERVED_SECONDS = 14 * 86_400;
const VAT_PERCENT = 25;

/**
 * A sale at a till. Taken along: a closed order with its delivery. To be delivered: left open and paid at the virtual
 * warehouse, with the customer's address and the stock reserved.
 */
export function sale(shop: Shop, act: ActOf<'pos.sale'>): { orderid: number } {
  const { state } = shop;
  const till = storeAt(shop, act.location);
  assertKnown(shop, [...act.lines, ...(act.takeAlong ?? [])]);
  if (state.orders.withReceipt(act.receipt).some((order) => order.soldAt === act.location))
    throw new Refusal(`Receipt ${act.receipt} already exists at ${act.location}`);
  const fromWarehouse = act.deliver === 'warehouse';
  const isOfVirtual = fromWarehouse && shop.readings.endlessAisleWarehouse === 'virtual';
  const warehouseid = isOfVirtual ? virtualWarehouse(state) : till.warehouseid;
  const orderid = state.nextOrderId();
  const { items, along } = soldRows(shop, act);
  const isSentHome = fromWarehouse && act.collectIn === undefined;
  const common = tillOrder(shop, act, till.warehouseid);
  const order: OrderRecord = {
    ...common,
    payment: act.unpaid ? PENDING : PAID,
    additionaldata: {
      ...common.additionaldata,
      ...(act.collectIn === undefined ? {} : { 'delivery-pickup-externalid': act.collectIn }),
      ...(act.courier === undefined ? {} : { 'delivery-carrier-productid': act.courier }),
    },
    orderid,
    texts: isSentHome ? customer(orderid, act.customer) : texts(act.customer ?? {}),
    state: STATE.open,
    warehouseid,
    datereserved: fromWarehouse ? nowSeconds() + RESERVED_SECONDS : null,
    items,
    payments: act.unpaid ? [] : [payment(state, total(items))],
    receipt: act.receipt,
  };
  if (!fromWarehouse) {
    // A till uploads the finished sale: nobody ever sees it open.
    order.state = STATE.closed;
    state.orders.add(order);
    const everything = shop.rest(order);
    const delivery = shop.deliver(order, { warehouseid, reference: '', items: everything });
    shop.events.order(order, 'add', true);
    shop.events.delivery(order, delivery, 'delivered');
  } else {
    shop.addOrder(order);
    if (along.length > 0) {
      const delivery = shop.deliver(order, { warehouseid: till.warehouseid, reference: '', items: along });
      shop.events.delivery(order, delivery, 'delivered');
    }
  }
  return { orderid };
}

/** The rows of a sale, and which of them the customer carries home although others are sent. */
function soldRows({ state, readings }: Shop, act: ActOf<'pos.sale'>) {
  const rows: Omit<ItemRecord, 'itemId'>[] = [];
  const along: { itemId: number; quantity: number }[] = [];
  for (const line of act.lines) {
    const isFirst = rows.length === 0;
    const item = soldItem(state, line, 0);
    const serial = isFirst && act.serialNumbers ? { 'serial-number': act.serialNumbers.join(',') } : {};
    const discount = isFirst ? (act.discountMinor ?? 0) : 0;
    const isInside = readings.otherRow === 'none';
    const grossMinor = item.grossMinor - (isInside ? discount : 0);
    rows.push({ ...item, grossMinor, additionaldata: serial });
    if (discount > 0 && !isInside) rows.push({ ...item, type: DISCOUNT_ROW, quantity: 1, grossMinor: -discount });
  }
  for (const line of act.takeAlong ?? []) {
    along.push({ itemId: rows.length, quantity: line.quantity });
    rows.push(soldItem(state, line, 0));
  }
  if (act.withoutSku !== undefined) {
    const { name, priceMinor } = act.withoutSku;
    const none = { productid: 0, sku: '', additionaldata: {} };
    rows.push({ ...none, name, quantity: 1, vatPercent: VAT_PERCENT, grossMinor: priceMinor });
  }
  return { items: rows.map((row, itemId): ItemRecord => ({ ...row, itemId })), along };
}

/** What every order of a till has in common. */
export function tillOrder(shop: Shop, act: { at?: string; location: string; receipt?: string }, warehouseid: number) {
  return {
    externalid: null,
    creditorderid: null,
    orderdate: act.at === undefined ? nowSeconds() : Math.floor(Date.parse(act.at) / 1_000),
    payment: PAID,
    type: 10,
    currency: shop.state.world.currency,
    additionaldata: {
      'store-externalid': act.location,
      'store-name': shop.state.warehouses.get(warehouseid)?.location.name ?? '',
      ...(act.receipt === undefined ? {} : { 'pos-receiptid': act.receipt }),
    } as Record<string, string>,
    log: [],
    registerid: `{00000000-0000-4000-8000-${String(warehouseid).padStart(12, '0')}}`,
    deliveries: [],
    createdAtMs: Date.now(),
    soldAt: act.location,
  };
}

export function soldItem(
  state: SimulatorState,
  line: { sku: string; quantity: number; priceMinor?: number },
  itemId: number,
): ItemRecord {
  const product = state.products.get(line.sku);
  return {
    itemId,
    productid: product?.productid ?? 0,
    sku: line.sku,
    name: product?.name ?? line.sku,
    quantity: line.quantity,
    vatPercent: VAT_PERCENT,
    grossMinor: (line.priceMinor ?? product?.priceMinor ?? 0) * line.quantity,
    additionaldata: {},
  };
}

export function virtualWarehouse(state: SimulatorState): number {
  const found = [...state.warehouses].find(([, warehouse]) => warehouse.type === WAREHOUSE.virtual);
  if (found === undefined) throw new Refusal('There is no warehouse to deliver from');
  return found[0];
}

/** An invented person, another one for every order, with no real address. */
function customer(orderid: number, given: Record<string, string> | undefined): Record<string, string> {
  const firstNames = ['Vera', 'Nils', 'Asta', 'Elis', 'Tove'];
  return {
    namefirst: firstNames[orderid % firstNames.length] ?? 'Vera',
    namelast: 'Exempel',
    email: `kund-${orderid}@example.test`,
    phone: `+4670000${String(orderid % 10_000).padStart(4, '0')}`,
    delivery_address: `Provgatan ${(orderid % 90) + 1}`,
    delivery_zip: '111 22',
    delivery_city: 'Stockholm',
    delivery_countryid: 'SE',
    ...texts(given ?? {}),
  };
}

const texts = (given: Record<string, string>) =>
  Object.fromEntries(Object.entries(given).filter(([name]) => TEXT_FIELDS.includes(name)));

export const total = (items: readonly ItemRecord[]) => items.reduce((sum, item) => sum + item.grossMinor, 0);

/** Negative when money goes back. */
export const payment = (state: SimulatorState, minor: number) => ({
  name: 'Card',
  moneyamount: tillAmount({ minor, currency: state.world.currency }),
});
