import type { Resolution } from '../../../domain/cases/case.js';
import { type CaseCode, isCaseCode } from '../../../domain/cases/catalogue.js';
import type { CaseRow } from '../../../systems/database/port.js';
import type { World } from '../../simulators/kit/world.js';

/** What the scripted operators know of the world and of the orders. */
export interface OperatorKnowledge {
  readonly world: World;
  /** SKUs of an order, by its subject (`centra 10045`). */
  readonly skusOf: (subject: string) => readonly string[];
}

export type CaseAnswer = Pick<Resolution, 'answer' | 'data' | 'note'> & {
  /** The words of a gift message, to be kept outside the history and referred to. */
  readonly giftMessage?: string;
  /** The operator calls the location first and has the order taken back there. */
  readonly callFirst?: boolean;
};

/** The courier that the scripted operators choose. */
const COURIER = 'home-standard';

/** The answer a sensible operator gives to a case; undefined when there is none for it and it stays open. */
export function answerTo(row: CaseRow, known: OperatorKnowledge): CaseAnswer | undefined {
  const correction: CaseAnswer & { data: Record<string, unknown> } = { answer: 'correct', data: {} };
  let corrected = false;
  for (const code of row.codes) {
    const answering = answerToCode(code, row, known);
    if (answering === undefined || !row.answers.includes(answering.answer)) continue;
    if (answering.answer !== 'correct') return answering;
    // Several corrections of one order are one answer.
    Object.assign(correction, answering, { data: { ...correction.data, ...answering.data } });
    corrected = true;
  }
  return corrected ? correction : undefined;
}

/** What a case is answered with: always the same, or as the case and the world are. */
type CaseAnswerer = CaseAnswer | ((row: CaseRow, known: OperatorKnowledge) => CaseAnswer | undefined);

const RETRY = { answer: 'retry' } as const;
const SKIP = { answer: 'skip' } as const;
const CANCEL_LINE = { answer: 'cancel-line' } as const;
const CANCEL_ORDER = { answer: 'cancel-order' } as const;
const CALL_FIRST = { answer: 'retry', callFirst: true } as const;

const ANSWERS: Readonly<Partial<Record<CaseCode, CaseAnswerer>>> = {
  'order.unknown-sku': (row, known) => {
    const mapSku = twinOf(row, known);
    return mapSku === undefined ? CANCEL_LINE : { answer: 'correct', data: { mapSku } };
  },
  'order.missing-courier': { answer: 'correct', data: { courier: COURIER } },
  'order.missing-gift-message': { answer: 'correct', giftMessage: 'With our warmest wishes' },
  'order.missing-address': CANCEL_ORDER,
  'order.unknown-location': CANCEL_ORDER,
  'order.totals-mismatch': SKIP,
  'order.currency-mismatch': SKIP,
  'order.unallocated': RETRY,
  'order.edited-after-transfer': CALL_FIRST,
  // The order has looked for another location itself, and nobody brings goods in the middle of a played day.
  'order.oversold': (row) =>
    row.answers.includes('cancel-line-and-refund') ? { answer: 'cancel-line-and-refund' } : CANCEL_ORDER,
  'store.silent': (row, known) => {
    // Every other store is called and promises to act; from the others the fulfilment is taken away.
    const to = isEven(row.subject) ? elsewhere(row, known) : undefined;
    return to === undefined ? RETRY : { answer: 'move', data: { location: to } };
  },
  'store.rejected': CANCEL_ORDER,
  'store.refused': RETRY,
  'store.short-pick': CANCEL_LINE,
  'warehouse.silent': RETRY,
  'warehouse.error': RETRY,
  'order.unpaid': RETRY,
  'order.held-long': RETRY,
  'order.batch-overdue': SKIP,
  'warehouse.cancelled': RETRY,
  'warehouse.refused': RETRY,
  'warehouse.short-pick': CANCEL_LINE,
  'shipment.capture-failed': RETRY,
  'shipment.refused': RETRY,
  'status.refused': RETRY,
  'cancel.refused': RETRY,
  'cancel.too-late': CALL_FIRST,
  'return.without-receipt': SKIP,
  'return.unknown-at-tills': SKIP,
  'return.unknown-warehouse': SKIP,
  'order.row-without-sku': SKIP,
  'return.blind': (row) => {
    const order = onlyOrderThatFits(row.whatHappened);
    return order === undefined ? { answer: 'accept-without-order' } : { answer: 'attach-to-order', data: { order } };
  },
  'return.till-order-by-post': SKIP,
  'return.exceeds': { answer: 'accept-without-order' },
  // What is more than the order has left is answered as that.
  'return.over-captured': (row) => (row.codes.includes('return.exceeds') ? undefined : SKIP),
  'return.refused': RETRY,
  'return.refund-failed': RETRY,
  'return.undo-failed': RETRY,
  'return.payer-unclear': SKIP,
  'return.amount-differs': SKIP,
  'return.uninspected': SKIP,
  'return.not-received': SKIP,
  'stock.refused': SKIP,
  'stock.held-by-orders': SKIP,
  'stock.safety-stock-twice': SKIP,
  // The web shop's value of a product wins.
  'product.diverges': RETRY,
  'product.refused': SKIP,
  'event.refused': SKIP,
  'system.unreachable': RETRY,
  'system.throttled': RETRY,
  'system.contract-broken': RETRY,
  'system.token-expires': SKIP,
  'system.workflow-ended': RETRY,
  'system.not-recorded': RETRY,
  'system.cancel-requested': { answer: 'go-on' },
  'shipment.capture-unread': RETRY,
  'stock.corrected-often': SKIP,
  'stock.transfer-late': SKIP,
  'stock.not-compared': RETRY,
  'warehouse.unknown-order': RETRY,
};

function answerToCode(code: string, row: CaseRow, known: OperatorKnowledge): CaseAnswer | undefined {
  const answer = isCaseCode(code) ? ANSWERS[code] : undefined;
  return typeof answer === 'function' ? answer(row, known) : answer;
}

/** The web order that a question about goods without an order names, when it names a single one. */
function onlyOrderThatFits(sentence: string): string | undefined {
  return /Web orders that fit: (\d+)\./.exec(sentence)?.[1];
}

/** A SKU of the order that a counterpart does not know, and the most similar one that all know, at the same location. */
function twinOf(row: CaseRow, { world, skusOf }: OperatorKnowledge): { from: string; to: string } | undefined {
  const unknown = skusOf(row.subject)
    .map((sku) => world.products.find((p) => p.sku === sku))
    .find((product) => product?.missingIn !== undefined && product.missingIn.length > 0);
  if (unknown === undefined) return undefined;
  const places = new Set(world.stock.filter((s) => s.sku === unknown.sku).map((s) => s.location));
  const stocked = new Set(world.stock.filter((s) => places.has(s.location) && s.quantity > 0).map((s) => s.sku));
  const alike = (sku: string) => [...sku].findIndex((char, i) => unknown.sku[i] !== char);
  const [twin] = world.products
    .filter((p) => p.missingIn === undefined && stocked.has(p.sku))
    .toSorted((a, b) => alike(b.sku) - alike(a.sku));
  return twin === undefined ? undefined : { from: unknown.sku, to: twin.sku };
}

/** Another location that had all of the order's goods when the day began. */
function elsewhere(row: CaseRow, { world, skusOf }: OperatorKnowledge): string | undefined {
  const has = (location: string, sku: string) =>
    world.stock.some((s) => s.location === location && s.sku === sku && s.quantity > 1);
  return world.locations.find((l) => l.id !== row.location && skusOf(row.subject).every((sku) => has(l.id, sku)))?.id;
}

const isEven = (subject: string): boolean => Number(/\d+$/.exec(subject)?.[0] ?? 1) % 2 === 0;
