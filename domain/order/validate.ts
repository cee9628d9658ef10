import type { LocationKind } from '../brand.js';
import type { Problem } from '../cases/case.js';
import type { FactLine, OrderFacts, UnknownWarehouse } from './order-facts.js';
import type { Corrections, OrderSettings } from './settings.js';
import { type CoveredUnits, countUnits, uncoveredLines } from './split-order.js';
import { describeUnknownSku } from './unknown-sku.js';

/** An order as it is checked. */
export interface CheckedOrder {
  readonly facts: OrderFacts;
  readonly settings: Pick<OrderSettings, 'currencies' | 'locations'>;
  readonly corrections?: Corrections;
  /** Units that a fulfilment covers were transferred before: their allocation is not checked any more. */
  readonly covered?: readonly CoveredUnits[];
}

/**
 * Everything that must hold before anything is created anywhere: one list of all problems, so that one case can name
 * them all and an order is never transferred in part. An empty list means the order can go.
 */
export function problemsOf({ facts, settings, corrections = {}, covered = [] }: CheckedOrder): Problem[] {
  if (facts.unreadable !== undefined) return [{ code: 'order.unreadable', sentence: facts.unreadable }];
  const known = new Map(settings.locations.map((l) => [l.id, l.kind]));
  const uncovered = new Map(uncoveredLines(facts, covered).map((line) => [line.line, line]));
  const problems = [
    ...facts.lines.flatMap((line) => problemsOfLine(line, uncovered.get(line.line) ?? line, known)),
    ...problemsOfRows(facts),
    ...unknownKinds(facts),
    ...problemsOfDelivery(facts),
    ...problemsOfCollecting(facts, [...uncovered.values()], known),
    ...problemsOfMoney(facts, settings.currencies),
  ];
  return problems.filter(({ code }) => !corrections.accepted?.includes(code));
}

/** Locations that the brand file names, with their kind. */
type Known = ReadonlyMap<string, LocationKind>;

function problemsOfLine(line: FactLine, uncovered: FactLine, known: Known): Problem[] {
  const label = `Line ${line.line} (${line.sku || 'no SKU'})`;
  const problem = (code: Problem['code'], sentence: string): Problem => ({ code, sentence, lines: [line.line] });
  if (!Number.isSafeInteger(line.quantity) || line.quantity < 0)
    return [problem('order.invalid-quantity', `${label} has the quantity ${line.quantity}.`)];
  const { quantity: wanted, allocations, allocatedElsewhere = [] } = uncovered;
  if (wanted <= 0) return [];
  const problems: Problem[] = [];
  if (line.knowledge === 'unknown') problems.push(problem('order.unknown-sku', describeUnknownSku(label, line.sku)));
  const unknown = [
    ...allocations.filter(({ location }) => !known.has(location)).map(({ location }) => location),
    ...allocatedElsewhere.map(({ warehouse }) => nameOf(warehouse)),
  ];
  for (const place of unknown)
    problems.push(
      problem('order.unknown-location', `${label} is allocated to ${place}, which the brand file does not name.`),
    );
  const missing = wanted - countUnits([...allocations, ...allocatedElsewhere]);
  if (missing > 0 && !line.isPreorder)
    problems.push(problem('order.unallocated', `${label}: ${missing} of ${line.quantity} units are not allocated.`));
  return problems;
}

/** Rows that name no product, and goods for a store that nobody knows: only a till writes such orders. */
function problemsOfRows({ rowsWithoutSku = [], pickUp }: OrderFacts): Problem[] {
  const problems: Problem[] = [];
  if (rowsWithoutSku.length > 0)
    problems.push({
      code: 'order.row-without-sku',
      sentence: `Row ${rowsWithoutSku.join(', ')} of the receipt names no product, so it cannot be sent.`,
      lines: rowsWithoutSku,
    });
  if (typeof pickUp === 'object')
    problems.push({
      code: 'order.unknown-location',
      sentence: `The customer collects the order in "${pickUp.unknown}", which the brand file does not name.`,
    });
  return problems;
}

const nameOf = ({ system, id }: UnknownWarehouse): string =>
  id === undefined ? 'no warehouse' : `warehouse ${id} of ${system === 'centra' ? 'Centra' : 'Sitoo'}`;

function problemsOfDelivery(facts: OrderFacts): Problem[] {
  const problems: Problem[] = [];
  const add = (code: Problem['code'], sentence: string): void => void problems.push({ code, sentence });
  // Of a till order, all may have gone over the counter while a warehouse was at it: then there is nothing to correct.
  const isGone = facts.state === 'done' || facts.rowsWithoutSku !== undefined;
  const hasOthers = facts.services !== undefined || facts.unknownLines !== undefined;
  if (!isGone && !hasOthers && facts.lines.every((line) => line.quantity === 0))
    add('order.invalid-quantity', 'The order has no units to fulfil.');
  if (!facts.courier)
    add(
      'order.missing-courier',
      facts.shippingOption
        ? `The shipping option "${facts.shippingOption}" maps to no courier.`
        : 'The order names no shipping option.',
    );
  if (facts.addressMissing.length > 0 && (facts.delivery === 'home' || typeof facts.pickUp === 'string'))
    add(
      'order.missing-address',
      typeof facts.pickUp === 'string'
        ? `The brand file has no whole address of ${facts.pickUp}, where the customer collects it: ${facts.addressMissing.join(', ')}.`
        : `The delivery address lacks ${facts.addressMissing.join(', ')}.`,
    );
  if (facts.gift.requested && !facts.gift.messagePresent)
    add('order.missing-gift-message', 'The order asks for a gift message and has none.');
  if (facts.attributesMissing.length > 0)
    add('order.missing-attribute', `The order lacks ${facts.attributesMissing.join(', ')}.`);
  return problems;
}

const unknownKinds = ({ unknownLines = [] }: OrderFacts): Problem[] =>
  unknownLines.map(({ line, kind }) => ({
    code: 'order.unknown-line',
    sentence: `Line ${line} is a ${kind}, and nothing is known of what must be done with it.`,
    lines: [line],
  }));

/** Goods in a warehouse must travel to the store in which they are collected, so the brand file must say which it is. */
function problemsOfCollecting(facts: OrderFacts, uncovered: readonly FactLine[], known: Known): Problem[] {
  if (facts.origin !== 'centra' || facts.delivery !== 'collect' || facts.collectIn !== undefined) return [];
  return uncovered
    .filter(
      ({ quantity, allocations }) => quantity > 0 && allocations.some((a) => known.get(a.location) === 'warehouse'),
    )
    .map(({ line, sku }) => ({
      code: 'order.no-store-to-collect',
      sentence: `Line ${line} (${sku}) is collected in a store and lies in a warehouse; the brand file does not say to which store it is sent.`,
      lines: [line],
    }));
}

/** What an order waits for although nothing is wrong with it. */
export type GoodsWait = 'waiting-for-goods' | 'waiting-for-confirmation';

/** What the uncovered units of an order wait for, once nothing is wrong with it; undefined when they can go. */
export function goodsWaitOf({ facts, covered = [] }: Pick<CheckedOrder, 'facts' | 'covered'>): GoodsWait | undefined {
  const open = uncoveredLines(facts, covered).filter(({ quantity }) => quantity > 0);
  const isMissing = ({ quantity, allocations, allocatedElsewhere = [] }: FactLine): boolean =>
    countUnits([...allocations, ...allocatedElsewhere]) < quantity;
  if (open.some((line) => line.isPreorder && isMissing(line))) return 'waiting-for-goods';
  return open.some((line) => line.unconfirmed !== undefined) ? 'waiting-for-confirmation' : undefined;
}

function problemsOfMoney(facts: OrderFacts, currencies: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  if (!currencies.includes(facts.currency))
    problems.push({
      code: 'order.currency-mismatch',
      sentence: `The order is in ${facts.currency}, the brand trades in ${currencies.join(', ')}.`,
    });
  if (facts.totalMinor !== facts.addsUpToMinor)
    problems.push({
      code: 'order.totals-mismatch',
      sentence: `The order's total is ${facts.totalMinor}, its lines and costs add up to ${facts.addsUpToMinor} (minor units of ${facts.currency}).`,
    });
  return problems;
}
