import type { Resolution } from '../../../domain/cases/case.js';
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

/** The answer a sensible operator gives to a case; undefined when nothing in the book fits and it stays open. */
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

function answerToCode(code: string, row: CaseRow, known: OperatorKnowledge): CaseAnswer | undefined {
  switch (code) {
    case 'order.unknown-sku': {
      const mapSku = twinOf(row, known);
      return mapSku === undefined ? { answer: 'cancel-line' } : { answer: 'correct', data: { mapSku } };
    }
    case 'order.missing-courier':
      return { answer: 'correct', data: { courier: COURIER } };
    case 'return.blind': {
      const order = onlyOrderThatFits(row.whatHappened);
      return order === undefined ? { answer: 'accept-without-order' } : { answer: 'attach-to-order', data: { order } };
    }
    case 'return.exceeds':
      return { answer: 'accept-without-order' };
    case 'return.over-captured':
      // What is more than the order has left is answered as that.
      return row.codes.includes('return.exceeds') ? undefined : { answer: 'skip' };
    case 'order.missing-gift-message':
      return { answer: 'correct', giftMessage: 'With our warmest wishes' };
    case 'store.silent': {
      // Every other store is called and promises to act; from the others the fulfilment is taken away.
      const to = isEven(row.subject) ? elsewhere(row, known) : undefined;
      return to === undefined ? { answer: 'retry' } : { answer: 'move', data: { location: to } };
    }
    case 'warehouse.silent':
    case 'warehouse.cancelled':
    case 'shipment.capture-failed':
    case 'system.unreachable':
    case 'order.unallocated':
    case 'store.refused':
    case 'warehouse.refused':
    case 'shipment.refused':
    case 'status.refused':
    case 'cancel.refused':
    case 'return.refused':
    case 'return.refund-failed':
    case 'return.undo-failed':
    // The web shop's value of a product wins.
    case 'product.diverges':
      return { answer: 'retry' };
    case 'warehouse.short-pick':
    case 'store.short-pick':
      return { answer: 'cancel-line' };
    case 'cancel.too-late':
    case 'order.edited-after-transfer':
      return { answer: 'retry', callFirst: true };
    case 'store.rejected':
    case 'order.missing-address':
    case 'order.unknown-location':
      return { answer: 'cancel-order' };
    case 'order.oversold':
      // The order has looked for another location itself, and nobody brings goods in the middle of a played day.
      return { answer: row.answers.includes('cancel-line-and-refund') ? 'cancel-line-and-refund' : 'cancel-order' };
    case 'stock.refused':
    case 'stock.safety-stock-twice':
    case 'order.totals-mismatch':
    case 'order.currency-mismatch':
    case 'return.amount-differs':
    case 'return.uninspected':
    case 'return.not-received':
    case 'product.refused':
      return { answer: 'skip' };
    default:
      return undefined;
  }
}

/** The web order that a question about goods without an order names, when it names a single one. */
function onlyOrderThatFits(sentence: string): string | undefined {
  return /Web orders that fit: (\d+)\./.exec(sentence)?.[1];
}

/** A SKU of the order that somebody does not know, and the most similar one that everybody knows, at the same place. */
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
