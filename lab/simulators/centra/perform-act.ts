import { z } from 'zod';
import { unshippedUnits } from './allocation.js';
import { type Act, actSchema } from './control-inputs.js';
import type { Order } from './order.js';
import { cancelLines, cancelOrder, confirmOrder, setHold, unarchiveOrder } from './order-rules.js';
import { addPaymentEntry } from './payment-history.js';
import { addLines, allocateOrder, placeOrder, reopenOrder } from './place-order.js';
import { Refusal } from './refusal.js';
import { returnByPost } from './return-by-post.js';
import { completeShipment, createShipment } from './shipping.js';
import type { SimulatorState } from './state.js';
import { changeStock } from './stock-changes.js';

type ManualStockChange = Extract<Act, { type: 'ams.stock' }>;
type ManualProductChange = Extract<Act, { type: 'ams.product' }>;
type ListPrice = Extract<Act, { type: 'ams.list-price' }>;
type CampaignPrice = Extract<Act, { type: 'ams.campaign' }>;

export type ActResult =
  | { ok: true; order: number; status: string }
  | { ok: true; stockChange: number }
  | { ok: true }
  | { ok: false; error: string };

/** Does what customers and the shop's own staff do. Each act stands for itself: one that fails holds up no other. */
export function performAct(state: SimulatorState, input: unknown): ActResult {
  const parsed = actSchema.safeParse(input);
  if (!parsed.success) return { ok: false, error: z.prettifyError(parsed.error) };
  try {
    if (parsed.data.type === 'ams.product') {
      editProduct(state, parsed.data);
      return { ok: true };
    }
    if (parsed.data.type === 'ams.list-price') {
      setListPrice(state, parsed.data);
      return { ok: true };
    }
    if (parsed.data.type === 'ams.campaign') {
      startCampaign(state, parsed.data);
      return { ok: true };
    }
    if (parsed.data.type === 'ams.stock') return { ok: true, stockChange: changeStockManually(state, parsed.data).id };
    const order = performOnOrder(state, parsed.data);
    return { ok: true, order: order.number, status: order.status };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.message };
    throw error;
  }
}

function performOnOrder(
  state: SimulatorState,
  input: Exclude<Act, ManualStockChange | ManualProductChange | CampaignPrice | ListPrice>,
) {
  if (input.type === 'web.order') return placeOrder(state, input);
  const order = state.order({ number: input.order });
  if (input.type === 'web.cancel') {
    cancelOrder(state, order);
    return order;
  }
  if (input.type === 'web.edit') {
    const cuts = input.cancel.flatMap(({ sku, quantity }) => {
      const line = order.lines.find((l) => l.product.sku === sku && unshippedUnits(order, l) >= quantity);
      if (!line) throw new Refusal(`order ${order.number} has no ${quantity} unshipped units of ${sku}`);
      return { line: line.id, quantity, removeFromStock: false };
    });
    cancelLines(state, order, cuts);
  } else if (input.type === 'web.add') addLines(state, order, input);
  else if (input.type === 'web.lock' || input.type === 'web.unlock') order.isLocked = input.type === 'web.lock';
  else if (input.type === 'web.allocate') allocateOrder(state, order);
  else if (input.type === 'web.address') order.customer = { ...order.customer, address1: input.address1 };
  else if (input.type === 'web.reopen') reopenOrder(state, order);
  else if (input.type === 'web.other-ship') sendByOthers(state, order);
  else if (input.type === 'web.return') returnByPost(state, order, input);
  else if (input.type === 'web.goodwill')
    addPaymentEntry(state, order, { entryType: 'REFUND', status: 'SUCCESS', valueMinor: input.minor });
  else if (input.type === 'web.archive') order.status = 'ARCHIVED';
  else if (input.type === 'web.unarchive') unarchiveOrder(order);
  else if (input.type === 'web.confirm') confirmOrder(order);
  else setHold(state, order, input.type === 'web.hold');
  state.touched(order);
  return order;
}

function sendByOthers(state: SimulatorState, order: Order): void {
  const lines = order.lines
    .map((line) => ({ line: line.id, quantity: unshippedUnits(order, line) }))
    .filter(({ quantity }) => quantity > 0);
  const shipment = createShipment(state, order, { lines, isGoodToGo: true, isPaid: true, allocateDemand: false });
  completeShipment(state, { order, shipment }, {});
}

/** As one of the shop's staff would, or another integration: nothing about it is ours. */
function changeStockManually(
  state: SimulatorState,
  { location, sku, quantity, comment = 'Corrected by hand' }: ManualStockChange,
) {
  const warehouse = state.locations.find((l) => l.id === location)?.centraWarehouse;
  if (warehouse === undefined) throw new Refusal(`no location is called ${location}`);
  return changeStock(state, {
    [quantity > 0 ? 'intoWarehouse' : 'outFromWarehouse']: { id: warehouse },
    description: comment,
    productSizes: [{ productSize: { SKU: sku }, deliveredQuantity: Math.abs(quantity) }],
  }).change;
}

function startCampaign(state: SimulatorState, { sku, startsAt, stopsAt, priceMinor, percent }: CampaignPrice): void {
  const entry = state.catalogue.bySku(sku);
  if (!entry) throw new Refusal(`Centra has no SKU ${sku}`);
  const times = { startsAt: Date.parse(startsAt), stopsAt: Date.parse(stopsAt) };
  const price = { ...(priceMinor === undefined ? {} : { priceMinor }), ...(percent === undefined ? {} : { percent }) };
  entry.campaigns.push({ id: state.nextId(), ...times, ...price });
}

function setListPrice(state: SimulatorState, { sku, type: _, ...price }: ListPrice): void {
  const entry = state.catalogue.bySku(sku);
  if (!entry) throw new Refusal(`Centra has no SKU ${sku}`);
  const others = entry.listPrices.filter(({ pricelist }) => pricelist !== price.pricelist);
  entry.listPrices.splice(0, entry.listPrices.length, ...others, price);
  entry.displayAt = Date.now();
  state.touchedProduct('Price', entry.id);
}

function editProduct(state: SimulatorState, act: ManualProductChange): void {
  const changed = state.catalogue.edit(act);
  if (act.newSku !== undefined) state.rename(act.sku, act.newSku);
  const entry = state.catalogue.bySku(act.newSku ?? act.sku);
  if (entry) for (const object of changed) state.touchedProduct(object, entry.id);
}
