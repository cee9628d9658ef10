import type { Problem } from '../cases/case.js';
import type { OrderFacts } from './order-facts.js';
import type { Corrections, OrderSettings } from './settings.js';
import { type CoveredUnits, uncoveredLines } from './split-order.js';
import { describeUnknownSku } from './unknown-sku.js';

/**
 * Everything that must hold before anything is created anywhere: one list of all problems, so that one case can name
 * them all and an order is never transferred in fulfilment. An empty list means the order can go. Units that are `covered`
 * by a fulfilment were transferred before; what becomes of their allocation is no longer a question.
 */
export function problemsOf(
  facts: OrderFacts,
  settings: OrderSettings,
  corrections: Corrections = {},
  covered: readonly CoveredUnits[] = [],
): Problem[] {
  if (facts.unreadable !== undefined) return [{ code: 'order.unreadable', sentence: facts.unreadable }];
  const problems: Problem[] = [];
  const add = (code: Problem['code'], sentence: string, lines?: string[]): void => {
    if (!corrections.accepted?.includes(code)) problems.push({ code, sentence, ...(lines ? { lines } : {}) });
  };
  const known = new Set(settings.locations.map((l) => l.id));

  const uncovered = new Map(uncoveredLines(facts, covered).map((line) => [line.line, line]));
  for (const line of facts.lines) {
    const label = `Line ${line.line} (${line.sku || 'no SKU'})`;
    if (!Number.isSafeInteger(line.quantity) || line.quantity < 0) {
      add('order.invalid-quantity', `${label} has the quantity ${line.quantity}.`, [line.line]);
      continue;
    }
    const { quantity: wanted, allocations } = uncovered.get(line.line) ?? line;
    if (wanted <= 0) continue;
    if (!line.known) add('order.unknown-sku', describeUnknownSku(label), [line.line]);
    const foreign = allocations.filter((a) => !known.has(a.location));
    for (const { location } of foreign)
      add('order.unknown-location', `${label} is allocated to ${location}, which the brand file does not name.`, [
        line.line,
      ]);
    const allocated = allocations.reduce((sum, a) => sum + a.quantity, 0);
    if (allocated < wanted)
      add('order.unallocated', `${label}: ${wanted - allocated} of ${line.quantity} units are not allocated.`, [
        line.line,
      ]);
  }
  if (facts.lines.every((line) => line.quantity === 0))
    add('order.invalid-quantity', 'The order has no units to fulfil.');
  if (!facts.courier)
    add(
      'order.missing-courier',
      facts.shippingOption
        ? `The shipping option "${facts.shippingOption}" maps to no courier.`
        : 'The order names no shipping option.',
    );
  if (facts.delivery === 'home' && facts.addressMissing.length > 0)
    add('order.missing-address', `The delivery address lacks ${facts.addressMissing.join(', ')}.`);
  if (facts.gift.requested && !facts.gift.messagePresent)
    add('order.missing-gift-message', 'The order asks for a gift message and has none.');
  if (facts.attributesMissing.length > 0)
    add('order.missing-attribute', `The order lacks ${facts.attributesMissing.join(', ')}.`);
  if (facts.currency !== settings.currency)
    add('order.currency-mismatch', `The order is in ${facts.currency}, the brand trades in ${settings.currency}.`);
  if (facts.totalMinor !== facts.addsUpToMinor)
    add(
      'order.totals-mismatch',
      `The order's total is ${facts.totalMinor}, its lines and costs add up to ${facts.addsUpToMinor} (minor units of ${facts.currency}).`,
    );
  return problems;
}
