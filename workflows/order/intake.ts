import { isStaleProgress, type ReportedProgress, resolveLines, showsLess } from '../../domain/order/fulfilment.js';
import type { FulfilmentState } from '../../domain/order/fulfilment-state.js';
import { isStale, knownAfter, type OrderFacts } from '../../domain/order/order-facts.js';
import { forgetSettled } from '../../domain/order/settled-by-person.js';
import type { OrderReading } from '../messages.js';
import type { OrderState } from './order-state.js';
import type { OrderRun } from './run.js';

/** The run of an order as far as messages change it. */
export interface Intake {
  readonly order: OrderState;
  readonly timeline: Pick<OrderRun['timeline'], 'add'>;
}

/**
 * Takes in the newest of some readings of a follower, who may have read the order before what is known, and who knows nothing
 * of what people corrected on the way. A signal can hold anything: what holds no reading is passed over.
 */
export function applyReadings({ order, timeline }: Intake, readings: readonly OrderReading[]): void {
  let reading: OrderReading | undefined;
  let shown: OrderFacts | undefined;
  for (const next of readings) {
    const known = reading?.facts ?? order.facts;
    if (!next?.facts || !next.settings || isStale(known, next.facts)) continue;
    shown = next.facts;
    reading = { ...next, facts: knownAfter(known, shown) };
  }
  if (!reading || !shown) return;
  timeline.add(whatChanged(order.facts, shown));
  applyOwnReading(order, reading);
  if (order.reread === 'no' && Object.keys(order.corrections).length > 0) order.reread = 'uncorrected';
}

/**
 * Takes in what we read ourselves just now. Only the origin's own word on when the order changed can make it older than
 * what is known: clocks of workers differ.
 */
export function applyOwnReading(order: OrderState, reading: OrderReading): void {
  if (reading.facts.changedAt < order.facts.changedAt) return;
  order.facts = knownAfter(order.facts, reading.facts);
  forgetSettled(order.settledByPeople, order.facts);
  order.settings = reading.settings;
  // A brand that no longer sends batches releases what waits for one.
  order.released ||= !reading.settings.posOrdersInBatches;
  // Products that arrived while we read may be missing in what we read.
  if (order.reread === 'uncorrected') order.reread = 'no';
}

/** Products were written: an order that waits for one of them is read again. A signal can hold anything. */
export function applyProductsArrived({ order }: Intake, arrivals: readonly { readonly skus: unknown }[]): void {
  const arrived = new Set(arrivals.flatMap((arrival) => (Array.isArray(arrival?.skus) ? arrival.skus : [])));
  if (order.facts.lines.some((l) => l.knowledge !== 'known' && arrived.has(l.sku))) order.reread = 'products-arrived';
}

const keyOf = ({ fulfilment, ref }: ReportedProgress): string => `${fulfilment}/${ref}`;

/** Of some reports, the newest of each order at a counterpart: they are cumulative. A signal can hold anything. */
export function newestProgress(reports: readonly (readonly ReportedProgress[])[]): Iterable<ReportedProgress> {
  const newest = new Map<string, ReportedProgress>();
  for (const progress of reports.flatMap((reported) => (Array.isArray(reported) ? reported : [])))
    if (isProgress(progress) && !showsLess(newest.get(keyOf(progress)), progress))
      newest.set(keyOf(progress), progress);
  return newest.values();
}

const isProgress = (value: Partial<ReportedProgress> | undefined): boolean =>
  Array.isArray(value?.picked) && Array.isArray(value.parcels);

/** Takes in what a counterpart shows of a fulfilment; what is known already is passed over. */
export function applyProgress(order: OrderState, progress: ReportedProgress): void {
  if (order.earlier.fulfilments.some((f) => f.fulfilment === progress.fulfilment)) return;
  const fulfilment = order.fulfilments.find((f) => f.fulfilment === progress.fulfilment);
  if (!fulfilment) {
    if (!showsLess(order.earlyProgress.get(keyOf(progress)), progress))
      order.earlyProgress.set(keyOf(progress), progress);
  } else if (noteProgress(fulfilment, progress)) fulfilment.hasUnhandledProgress = true;
}

/** Remembers what a counterpart shows of one of its orders; false when that was known already. */
export function noteProgress(fulfilment: FulfilmentState, reported: ReportedProgress): boolean {
  const progress = resolveLines(reported, fulfilment.lines);
  if (isStaleProgress(fulfilment.counterpartOrders.get(progress.ref), progress)) return false;
  fulfilment.counterpartOrders.set(progress.ref, progress);
  return true;
}

function whatChanged(before: OrderFacts, after: OrderFacts): string {
  if (before.state !== after.state) return `The order is now ${after.state} where it was placed.`;
  if (before.shipTo !== after.shipTo) return 'The delivery address was changed.';
  return 'The order was changed where it was placed.';
}
