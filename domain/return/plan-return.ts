import type { Problem } from '../cases/case.js';
import {
  type CentraLineId,
  type CentraOrderNumber,
  type CentraShipmentLineId,
  isPosted,
  type ReturnNumber,
} from '../ids.js';
import { describeMoney } from '../money.js';
import { webOrderBehind } from '../names.js';
import { paidFor, paidPrices } from '../order/paid-prices.js';
import type { PosOrder } from '../order/pos-order.js';
import { countUnits } from '../order/split-order.js';
import { sentLines, type WebOrder } from '../order/web-order.js';
import {
  type AssignedUnits,
  assignToShipments,
  type PlannedReturn,
  type ReturnableShipment,
  returnName,
  type WantedLine,
} from './assign-to-shipments.js';
import { refundableMinor } from './money-back.js';
import { type ReturnCosts, shareCosts } from './share-costs.js';
import type { RefundLine, TillRefund } from './till-refund.js';
import type { WebReturn } from './web-return.js';

/** What a web order is asked to take back for a refund at a till. */
export interface WantedReturn {
  readonly refund: TillRefund;
  /** The web order. */
  readonly number: CentraOrderNumber;
  /** The rows as a person found them; those of the till where nobody inspected the goods. */
  readonly lines: readonly RefundLine[];
  /** The brand gives the shipping cost back once everything has come back. */
  readonly givesShippingBack: boolean;
}

/** What the counterparts know about it. */
export interface ReturnEvidence {
  readonly order: WebOrder;
  /** All returns of the order so far. */
  readonly returns: readonly WebReturn[];
  /** The orders at the tills that the refund says it takes back. */
  readonly sold: readonly PosOrder[];
}

/** The returns to create at the web shop, or why a person must decide first. */
export interface ReturnPlan {
  readonly returns: readonly PlannedReturn[];
  /** What goes with the goods, by name of the return. */
  readonly costs: Readonly<Record<string, ReturnCosts>>;
  /** What the customer paid for the goods, their share of a voucher taken off, minor units; the till was told the same. */
  readonly paidMinor: number;
  /** Goods are missing that the web shop may be about to show as shipped: read again before a person is asked. */
  readonly mayShipYet: boolean;
  /** What a person must decide before anything is created. */
  readonly problems: readonly Problem[];
}

/** Decides which returns the web shop needs for a refund. What returns of this very refund already hold counts as free again. */
export function planReturn({ order, returns: known, sold }: ReturnEvidence, wantedReturn: WantedReturn) {
  const { refund, number, givesShippingBack } = wantedReturn;
  const ours = known.filter((one) => isOfRefund(one, refund.number));
  const { wanted, elsewhere } = wantedLines(wantedReturn, sold);
  const shipments = returnable(order, ours);
  const { returns, beyond: left } = assignToShipments(refund.number, wanted, shipments);
  // Somebody may have recorded at the web shop what came back by post before the warehouse did.
  const unknown = isPosted(refund.number) ? left.filter((units) => !isReturnedAlready(shipments, units)) : left;
  const beyond = [...unknown, ...elsewhere];
  const givesShipping = givesShippingBack && takesEverything(shipments, returns);
  const charged = {
    shippingBackMinor: givesShipping ? order.totals.shippingMinor : 0,
    voucherMinor: order.discountsMinor,
    unitPriceMinor: new Map(order.lines.map((line) => [line.id, line.unitPriceMinor])),
  };
  return {
    returns,
    costs: Object.fromEntries(shareCosts(returns, shipments, charged)),
    paidMinor: paidForReturned(order, shipments, returns),
    mayShipYet: beyond.some(({ sku }) => unshipped(order, sku) > 0),
    problems: [...beyondProblem(number, beyond), ...moneyProblem(refund, order, known)],
  } satisfies ReturnPlan;
}

/**
 * The rows that this web order is asked to take back, each with its line where the till named it. Rows that the till says were
 * sold at a till are nobody's return; rows of another web order are `elsewhere`. A person who names an order that the till did
 * not name knows better: then the till's rows say nothing, and goods are found by their SKU.
 */
function wantedLines({ number, lines }: WantedReturn, sold: readonly PosOrder[]) {
  const behind = new Map(sold.map((order) => [order.orderId, webOrderBehind(order.externalId ?? '')]));
  const orderLines = orderLinesOf(sold);
  const isNamed = [...behind.values()].includes(number);
  const wanted: WantedLine[] = [];
  const elsewhere: AssignedUnits['beyond'][number][] = [];
  for (const { sold: from, ...line } of lines) {
    const soldOn = from && behind.get(from.order);
    if (!isNamed || !from || !behind.has(from.order)) wanted.push(line);
    else if (soldOn === number) {
      const orderLine = orderLines.get(`${from.order}/${from.item}`);
      wanted.push({ ...line, ...(orderLine === undefined ? {} : { orderLine }) });
    } else if (soldOn !== undefined) elsewhere.push({ line: line.line, sku: line.sku, quantity: line.quantity });
  }
  return { wanted, elsewhere };
}

/** By order and row at the tills: the line of the web order, as we wrote it on the row when we placed it. */
function orderLinesOf(orders: readonly PosOrder[]): ReadonlyMap<string, CentraLineId> {
  const lines = new Map<string, CentraLineId>();
  for (const { orderId, items } of orders)
    for (const { itemId, webLine } of items) if (webLine !== undefined) lines.set(`${orderId}/${itemId}`, webLine);
  return lines;
}

/** Whether a return at the web shop was made for this refund. */
const isOfRefund = ({ externalId }: Pick<WebReturn, 'externalId'>, refund: ReturnNumber): boolean =>
  externalId !== undefined &&
  (externalId === returnName(refund, 1) || externalId.startsWith(`${returnName(refund, 1)}-`));

function returnable(order: WebOrder, ours: readonly WebReturn[]): ReturnableShipment[] {
  const back = new Map<CentraShipmentLineId, number>();
  for (const line of ours.flatMap((one) => one.lines))
    back.set(line.shipmentLine, (back.get(line.shipmentLine) ?? 0) + line.quantity);
  const skuOf = new Map(order.lines.map((line) => [line.id, line.sku]));
  return order.shipments.map(({ id, isShipped, lines }) => ({
    id,
    isShipped,
    lines: lines.map((l) => ({
      shipmentLine: l.id,
      orderLine: l.line,
      sku: skuOf.get(l.line) ?? '',
      quantity: l.quantity,
      returned: l.returned - (back.get(l.id) ?? 0),
    })),
  }));
}

function paidForReturned(
  order: WebOrder,
  shipments: readonly ReturnableShipment[],
  returns: readonly PlannedReturn[],
): number {
  const prices = paidPrices(order);
  const held = new Map(shipments.flatMap(({ lines }) => lines.map((l) => [l.shipmentLine, l.orderLine] as const)));
  return returns
    .flatMap(({ lines }) => lines)
    .reduce((sum, { shipmentLine, quantity }) => {
      const line = held.get(shipmentLine);
      return line === undefined ? sum : sum + paidFor(prices, { line, quantity });
    }, 0);
}

/** Units that the order still expects to be sent. */
function unshipped(order: WebOrder, sku: string): number {
  const lines = order.lines.filter((line) => line.sku === sku);
  const wanted = lines.reduce((units, line) => units + line.quantity - line.cancelledQuantity, 0);
  return wanted - countUnits(sentLines(order, sku));
}

function isReturnedAlready(
  shipments: readonly ReturnableShipment[],
  { sku, quantity }: AssignedUnits['beyond'][number],
): boolean {
  const lines = shipments.flatMap((shipment) => shipment.lines).filter((line) => line.sku === sku);
  return lines.reduce((units, line) => units + line.returned, 0) >= quantity;
}

function takesEverything(shipments: readonly ReturnableShipment[], returns: readonly PlannedReturn[]): boolean {
  const left = shipments.flatMap((s) => (s.isShipped ? s.lines : [])).reduce((n, l) => n + l.quantity - l.returned, 0);
  return left === countUnits(returns.flatMap((one) => one.lines));
}

function beyondProblem(number: CentraOrderNumber, beyond: AssignedUnits['beyond']): Problem[] {
  if (beyond.length === 0) return [];
  const what = beyond.map(({ sku, quantity }) => `${quantity} of ${sku}`).join(', ');
  return [
    {
      code: 'return.exceeds',
      sentence: `Web order ${number} has ${what} less to return than came back: not shipped, returned already, or of another order.`,
    },
  ];
}

function moneyProblem(refund: TillRefund, order: WebOrder, known: readonly WebReturn[]): Problem[] {
  // The web shop values what came back by post itself.
  if (isPosted(refund.number)) return [];
  const { currency } = order;
  if (refund.currency !== currency)
    return [
      {
        code: 'return.over-captured',
        sentence: `The till gave back ${refund.currency}, web order ${order.number} was paid in ${currency}.`,
      },
    ];
  const left = refundableMinor(order.payments, {
    others: known.filter((one) => !isOfRefund(one, refund.number)),
    ours: known.filter((one) => isOfRefund(one, refund.number)),
  });
  // What a row was paid with does not always divide by its units.
  if (refund.amountMinor <= left + countUnits(refund.lines)) return [];
  return [
    {
      code: 'return.over-captured',
      sentence: `The till gave back ${describeMoney({ minor: refund.amountMinor, currency })} for web order ${order.number}; of what was captured, ${describeMoney({ minor: Math.max(0, left), currency })} is left to give back.`,
    },
  ];
}
