import type { Problem } from '../../domain/cases/case.js';
import { describeMoney } from '../../domain/money.js';
import { webOrderBehind } from '../../domain/names.js';
import type { PosOrder } from '../../domain/order/pos-order.js';
import { countUnits } from '../../domain/order/split-order.js';
import { sentLines, type WebOrder } from '../../domain/order/web-order.js';
import { refundableMinor } from '../../domain/return/money-back.js';
import {
  type PlannedReturn,
  planReturn,
  type ReturnableShipment,
  returnName,
  type WantedLine,
} from '../../domain/return/plan-return.js';
import { type ReturnCosts, shareCosts } from '../../domain/return/share-costs.js';
import type { RefundLine, TillRefund } from '../../domain/return/till-refund.js';
import type { WebReturn } from '../../domain/return/web-return.js';
import type { Dependencies } from '../dependencies.js';
import type { OriginReader } from '../orders/read-origin.js';
import { soldOrders, webLinesOf } from './origin-of-refund.js';

export interface Plan {
  readonly returns: readonly PlannedReturn[];
  /** What goes with the goods, by name of the return. */
  readonly costs: Readonly<Record<string, ReturnCosts>>;
  /** Goods are missing that the web shop may be about to show as shipped: worth another look before anybody is asked. */
  readonly mayShipYet: boolean;
  /** What a person must decide before anything is booked. */
  readonly problems: readonly Problem[];
}

export interface PlanReturn {
  readonly refund: TillRefund;
  readonly number: string;
  /** The rows as a person found them; those of the till where nobody looked. */
  readonly lines: readonly RefundLine[];
  /** The brand gives the shipping cost back once everything has come back. */
  readonly givesShippingBack: boolean;
}

/** Plans which returns the web shop needs for a refund. What returns of this very refund hold already is free for it again. */
export function returnPlanner({ centra, sitoo }: Pick<Dependencies, 'centra' | 'sitoo'>, origin: OriginReader) {
  return async ({ refund, number, lines, givesShippingBack }: PlanReturn): Promise<Plan> => {
    const named = soldOrders(refund);
    const [order, known, sold] = await Promise.all([
      origin.web(number),
      centra.returnsOf(Number(number), 'returns'),
      named.length > 0 ? sitoo.orders(named, 'returns') : [],
    ]);
    const ours = known.filter((r) => isOfRefund(r, refund.number));
    const { wanted, elsewhere } = wantedOf(number, lines, sold);
    const shipments = returnable(order, ours);
    const { returns, beyond: left } = planReturn(refund.number, wanted, shipments);
    const beyond = [...left, ...elsewhere];
    const charged = {
      shippingMinor: order.totals.shippingMinor,
      voucherMinor: order.discountsMinor,
      unitPriceMinor: new Map(order.lines.map((line) => [line.id, line.unitPriceMinor])),
    };
    const givesShipping = givesShippingBack && takesEverything(shipments, returns);
    return {
      returns,
      costs: Object.fromEntries(shareCosts(returns, shipments, charged, givesShipping)),
      mayShipYet: beyond.some(({ sku }) => unshipped(order, sku) > 0),
      problems: [
        ...beyondProblem(number, beyond),
        ...moneyProblem(
          refund,
          order,
          known.filter((r) => !ours.includes(r)),
        ),
      ],
    };
  };
}

/**
 * The rows that this web order is asked to take back, each with its line where the till named it. Rows that the till says were
 * sold at a till are nobody's return; rows of another web order are `elsewhere`. A person who names an order that the till did
 * not name knows better: then the till's rows say nothing, and goods are found by their SKU.
 */
function wantedOf(number: string, lines: readonly RefundLine[], sold: readonly PosOrder[]) {
  const behind = new Map(sold.map((order) => [order.orderId, webOrderBehind(order.externalId ?? '')]));
  const webLines = webLinesOf(sold);
  const isNamed = [...behind.values()].includes(number);
  const wanted: WantedLine[] = [];
  const elsewhere: { line: string; sku: string; quantity: number }[] = [];
  for (const { sold: from, ...line } of lines) {
    const soldOn = from && behind.get(from.order);
    if (!isNamed || !from || !behind.has(from.order)) wanted.push(line);
    else if (soldOn === number) {
      const orderLine = webLines.get(`${from.order}/${from.item}`);
      wanted.push({ ...line, ...(orderLine === undefined ? {} : { orderLine }) });
    } else if (soldOn !== undefined) elsewhere.push({ line: line.line, sku: line.sku, quantity: line.quantity });
  }
  return { wanted, elsewhere };
}

/** Whether a return at the web shop was made for this refund. */
const isOfRefund = ({ externalId }: Pick<WebReturn, 'externalId'>, refund: string): boolean =>
  externalId !== undefined &&
  (externalId === returnName(refund, 1) || externalId.startsWith(`${returnName(refund, 1)}-`));

function returnable(order: WebOrder, ours: readonly WebReturn[]): ReturnableShipment[] {
  const back = new Map<number, number>();
  for (const line of ours.flatMap((r) => r.lines))
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

/** Units that the order still expects to be sent. */
function unshipped(order: WebOrder, sku: string): number {
  const lines = order.lines.filter((line) => line.sku === sku);
  const wanted = lines.reduce((units, line) => units + line.quantity - line.cancelledQuantity, 0);
  return wanted - countUnits(sentLines(order, sku));
}

function takesEverything(shipments: readonly ReturnableShipment[], returns: readonly PlannedReturn[]): boolean {
  const left = shipments.flatMap((s) => (s.isShipped ? s.lines : [])).reduce((n, l) => n + l.quantity - l.returned, 0);
  return left === countUnits(returns.flatMap((r) => r.lines));
}

function beyondProblem(number: string, beyond: ReturnType<typeof planReturn>['beyond']): Problem[] {
  if (beyond.length === 0) return [];
  const what = beyond.map(({ sku, quantity }) => `${quantity} of ${sku}`).join(', ');
  return [
    {
      code: 'return.exceeds',
      sentence: `Web order ${number} has ${what} less to return than the till took back: not shipped, returned already, or of another order.`,
    },
  ];
}

function moneyProblem(refund: TillRefund, order: WebOrder, others: readonly WebReturn[]): Problem[] {
  const { currency } = order;
  if (refund.currency !== currency)
    return [
      {
        code: 'return.over-captured',
        sentence: `The till gave back ${refund.currency}, web order ${order.number} was paid in ${currency}.`,
      },
    ];
  const left = refundableMinor(order.payments, others);
  if (refund.amountMinor <= left) return [];
  return [
    {
      code: 'return.over-captured',
      sentence: `The till gave back ${describeMoney({ minor: refund.amountMinor, currency })} for web order ${order.number}; of what was captured, ${describeMoney({ minor: Math.max(0, left), currency })} is left to give back.`,
    },
  ];
}
