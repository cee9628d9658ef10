import { CAUSES } from '../../../domain/stock/echo-rule.js';
import { type OrderUnits, unpicked } from '../../../domain/stock/order-units.js';
import type { SafetyStock } from '../../../domain/stock/safety-stock.js';
import type { Explanation, StockRow, TargetRow } from '../../../systems/database/stock-port.js';
import { describeSafetyStock } from '../../stock/describe-safety-stock.js';
import { availableFormula, centraFormula, formatFigures, sitooFormula } from '../../stock/formulas.js';
import { type LastPublished, lastPublished, type Publication } from '../../stock/last-published.js';
import { table } from '../table.js';
import { clockOf, signed, TARGET_NAMES } from './format-stock.js';
import { publishedLevel } from './stock-show.js';

export interface ExplanationContext {
  /** The requested moment, epoch ms; now when left out. */
  readonly at?: number;
  readonly limit: number;
  /** The safety stock by the present brand file. */
  readonly safetyStock?: SafetyStock;
  readonly timeZone?: string;
  /** The name of the location in the brand file. */
  readonly locationName?: string | undefined;
}

type Clock = (atMs: number) => string;

/** Everything behind one figure, as text: the formula, its terms, what was published to whom. */
export function explanationInText(explanation: Explanation, context: ExplanationContext): string {
  const { sku, location, movements, publications, external, now } = explanation;
  const { at, limit, safetyStock, timeZone, locationName } = context;
  const clock = clockOf(timeZone);
  const then = at === undefined ? '' : `, ${clock(at)}${timeZone === undefined ? '' : ` (${timeZone})`}`;
  const published = lastPublished(explanation, at ?? explanation.at);
  const sections = [`${sku} at ${location}${locationName === undefined ? '' : ` (${locationName})`}${then}\n`];
  if (at !== undefined) sections.push(asItWas(explanation, published, clock));
  else if (now !== undefined) sections.push(asItIs(now, { orders: explanation.orders, safetyStock, clock }));
  // For an earlier moment, the figures of the publications contain what orders held; these are the orders of today.
  if (at === undefined && explanation.orders.length > 0) sections.push(`Orders\n${ordersTable(explanation.orders)}`);
  if (movements.length > 0)
    sections.push(
      `Movements behind physical ${explanation.physical}${newest(movements.length, limit)}\n${movementsTable(explanation, published, clock)}`,
    );
  if (publications.length > 0)
    sections.push(`Publications${newest(publications.length, limit)}\n${publicationsTable(publications, clock)}`);
  if (external.length > 0) sections.push(`Changes that others made in Centra\n${externalTable(explanation, clock)}`);
  return sections.join('\n');
}

const newest = (shown: number, limit: number): string =>
  shown >= limit ? `, the newest ${shown} (--limit shows more)` : ', newest first';

interface Present {
  readonly orders: readonly OrderUnits[];
  readonly safetyStock: SafetyStock | undefined;
  readonly clock: Clock;
}

function asItIs(now: StockRow, { orders, safetyStock, clock }: Present): string {
  const lines = [`${availableFormula(now)} (${describeSafetyStock(now.safetyStock, safetyStock)})`];
  if (now.reserved > 0)
    lines.push(`reserved ${now.reserved} = web orders ${now.reservedWeb} + till orders ${now.reservedTills}`);
  for (const target of now.targets) {
    const formula = target.target === 'centra' ? centraFormula(now, orders) : sitooFormula(now, orders);
    lines.push(`${TARGET_NAMES[target.target]} should show ${formula}`, `  ${formatPublished(now, target, clock)}`);
  }
  lines.push(`Customers of the web shop can buy ${now.freeOnline} here once Centra shows that`);
  return lines.map((line) => `${line}\n`).join('');
}

function formatPublished(now: StockRow, target: TargetRow, clock: Clock): string {
  const level = publishedLevel(now, target);
  const shown = level === undefined ? 'nothing was published to it' : `by the publications it shows ${level}`;
  if (target.refused !== undefined) return `${shown}; it refuses the rest: ${target.refused}`;
  if (target.pendingDelta === 0) return `${shown}; nothing waits`;
  const since = target.pendingSince === undefined ? '' : ` since ${clock(target.pendingSince)}`;
  return `${shown}; ${signed(target.pendingDelta)} waits${since}`;
}

function asItWas({ physical }: Explanation, published: readonly LastPublished[], clock: Clock): string {
  const lines = [`physical ${physical}, by the movements up to then`];
  if (published.length === 0) lines.push('Nothing had been published by then');
  for (const { target, published: last, underWay } of published) {
    const name = TARGET_NAMES[target];
    if (last === undefined) lines.push(`Nothing had been published to ${name} yet`);
    else {
      const buy = target === 'centra' ? `, of which customers could buy ${last.figures.freeOnline}` : '';
      lines.push(
        `${name} showed ${last.level}, as published at ${clock(last.doneAt ?? last.at)} (${formatChange(last)}, ${last.reference})${buy}`,
        `  from: ${availableFormula(last.figures)}`,
      );
    }
    for (const call of underWay)
      lines.push(`  under way then: ${formatChange(call)}, since ${clock(call.at)}, ${call.reference}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function formatChange({ direction, quantity }: Publication): string {
  if (direction === 'set') return `level ${quantity}`;
  return direction === 'in' ? `+${Math.abs(quantity)}` : `-${Math.abs(quantity)}`;
}

const ordersTable = (orders: readonly OrderUnits[]): string =>
  table<OrderUnits>(orders, [
    { title: 'order', value: (order) => `${order.origin} ${order.number}` },
    { title: 'reserved', value: unpicked },
    { title: 'outstanding', value: (order) => order.outstanding },
    { title: 'picked', value: (order) => order.picked },
    { title: 'deducted there', value: (order) => order.deductedAtOrigin },
  ]);

function movementsTable({ movements }: Explanation, published: readonly LastPublished[], clock: Clock): string {
  // A movement that a counterpart does not know yet explains why it shows another number.
  const tooNewFor = (id: number): string =>
    published
      .filter((one) => one.published !== undefined && id > one.published.upToMovement)
      .map(({ target }) => TARGET_NAMES[target])
      .join(', ');
  return table<(typeof movements)[number]>(movements, [
    { title: 'when', value: (row) => clock(row.happenedAt) },
    // Later than it happened where a till or the counterpart was offline.
    { title: 'recorded', value: (row) => clock(row.recordedAt) },
    { title: 'units', value: (row) => signed(row.quantity) },
    { title: 'then', value: (row) => row.physicalAfter },
    { title: 'what', value: (row) => CAUSES[row.cause].title },
    { title: 'order', value: (row) => row.order && `${row.order.origin} ${row.order.number}` },
    { title: 'source', value: (row) => `${row.system} ${row.reference}` },
    { title: 'not yet published to', value: (row) => tooNewFor(row.id) },
  ]);
}

const publicationsTable = (publications: readonly Publication[], clock: Clock): string =>
  table<Publication>(publications, [
    { title: 'when', value: (row) => clock(row.doneAt ?? row.at) },
    { title: 'who', value: (row) => TARGET_NAMES[row.target] },
    { title: 'published', value: formatChange },
    { title: 'should show', value: (row) => row.level },
    { title: 'state', value: (row) => row.state },
    { title: 'because', value: (row) => formatFigures(row.figures) },
    { title: 'reference', value: (row) => row.reference },
  ]);

function externalTable({ external, sku }: Explanation, clock: Clock): string {
  const units = (lines: Explanation['external'][number]['lines']): number =>
    lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0);
  return table<Explanation['external'][number]>(external, [
    { title: 'when', value: (row) => clock(row.at) },
    { title: 'units', value: (row) => signed(units(row.lines)) },
    { title: 'comment', value: (row) => row.comment },
    { title: 'stock change', value: (row) => row.id },
  ]);
}
