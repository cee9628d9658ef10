import type { Case, Resolution } from './case.js';

/** What the check of an answer needs to know of the order and the brand. */
export interface AnswerContext {
  readonly openCases: readonly Case[];
  /** Ids of cases that were answered before, for the sentence to the second person. */
  readonly answered: ReadonlyMap<string, string>;
  readonly couriers: readonly string[];
  readonly locations: readonly string[];
  readonly lines: readonly string[];
}

/** Control characters and halves of surrogate pairs: no list and no record can show them. */
const UNPRINTABLE = /\p{Cc}|\p{Surrogate}/u;

/**
 * Says in a sentence why an answer cannot be taken, or undefined when it can. Synchronous and pure: it is the
 * validator of the Update, and the SDK does not wait for a validator. The input comes from people, so nothing is assumed.
 */
export function whyRefused(input: unknown, context: AnswerContext): string | undefined {
  if (typeof input !== 'object' || input === null) return 'An answer is an object with caseId, answer and by.';
  const { caseId, answer, by, data, note } = input as Partial<Resolution>;
  if (typeof caseId !== 'string' || caseId === '') return 'Say which case you answer: caseId is missing.';
  const open = context.openCases.find((c) => c.caseId === caseId);
  if (!open) {
    const earlier = context.answered.get(caseId);
    if (earlier) return `Case ${caseId} was already answered: ${earlier}.`;
    return `There is no open case ${caseId} here.${openNow(context)}`;
  }
  if (typeof by !== 'string' || by.trim() === '') return 'Say who answers: by is missing.';
  if (UNPRINTABLE.test(by)) return 'by has characters that cannot be printed.';
  if (note !== undefined && typeof note !== 'string') return 'A note is a text.';
  if (note !== undefined && UNPRINTABLE.test(note.replace(/[\t\r\n]/g, ' ')))
    return 'The note has characters that cannot be printed.';
  if (typeof answer !== 'string' || !open.answers.includes(answer))
    return `${String(answer)} is not an answer to ${open.code}. Choose one of: ${open.answers.join(', ')}.`;
  if (data !== undefined && (typeof data !== 'object' || data === null)) return 'The data of an answer is an object.';
  if (answer === 'correct') return whyNoCorrection(open, data ?? {}, context);
  if (answer === 'attach-to-order') return whyNoOrder(data?.order);
  if (answer === 'move') return whyNoMove(data?.location, open, context);
  if (data?.lines !== undefined) return whyNoLines(data.lines, context);
  return undefined;
}

const openNow = ({ openCases }: AnswerContext): string =>
  openCases.length === 0 ? ' Nothing waits for an answer.' : ` Open: ${openCases.map((c) => c.caseId).join(', ')}.`;

function whyNoCorrection(
  open: Case,
  data: NonNullable<Resolution['data']>,
  context: AnswerContext,
): string | undefined {
  const { mapSku, courier, giftMessage, giftMessageRef } = data;
  if (mapSku === undefined && courier === undefined && giftMessage === undefined && giftMessageRef === undefined)
    return `A correction of ${open.code} needs data: mapSku {from, to}, courier or giftMessage.`;
  if (mapSku !== undefined) {
    if (typeof mapSku !== 'object' || mapSku === null || !isText(mapSku.from) || !isText(mapSku.to))
      return 'mapSku needs both SKUs: {"from": "OLD", "to": "NEW"}.';
    if (mapSku.from === mapSku.to) return 'mapSku maps the SKU to itself.';
  }
  if (courier !== undefined && !context.couriers.includes(courier))
    return `There is no courier ${String(courier)}. Choose one of: ${context.couriers.join(', ')}.`;
  if (giftMessage !== undefined && !isText(giftMessage)) return 'The gift message is empty.';
  if (giftMessageRef !== undefined && !isText(giftMessageRef)) return 'The reference to the gift message is empty.';
  return undefined;
}

function whyNoMove(location: unknown, open: Case, context: AnswerContext): string | undefined {
  if (!isText(location)) return `A move needs a location. Choose one of: ${context.locations.join(', ')}.`;
  if (!context.locations.includes(location))
    return `There is no location ${location}. Choose one of: ${context.locations.join(', ')}.`;
  if (location === open.location) return `The fulfilment is already at ${location}.`;
  return undefined;
}

function whyNoOrder(order: unknown): string | undefined {
  return isText(order) && /^\d{1,18}$/.test(order)
    ? undefined
    : 'attach-to-order needs data: order, the number of the web order.';
}

function whyNoLines(lines: unknown, context: AnswerContext): string | undefined {
  if (!Array.isArray(lines) || lines.length === 0) return 'lines is a list of line ids.';
  const unknown = lines.filter((line) => !context.lines.includes(line));
  if (unknown.length > 0) return `The order has no line ${unknown.join(', ')}. Its lines: ${context.lines.join(', ')}.`;
  return undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
