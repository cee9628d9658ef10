import type { CounterpartStates } from '../../simulators/states.js';
import type { PlacedFulfilment } from './fulfilments.js';

export interface Spread {
  readonly p50: number;
  readonly p99: number;
}

/** Wall-clock milliseconds between two counterparts; orders that waited for a person or a hold are left out. */
export interface Latency {
  /** Placed at the origin until present where it is picked. */
  readonly placed: Spread;
  /** Shipped there until completed in the web shop. */
  readonly shipped: Spread;
}

export function measureLatency(
  states: CounterpartStates,
  fulfilments: ReadonlyMap<string, readonly PlacedFulfilment[]>,
  leaveOut: ReadonlySet<string>,
): Latency {
  const placed: number[] = [];
  const shipped: number[] = [];
  const between = (from: number, to: number) => Math.max(0, to - from);
  for (const order of states.centra.orders) {
    const subject = `centra ${order.number}`;
    const mine = fulfilments.get(subject) ?? [];
    if (leaveOut.has(subject) || mine.length === 0) continue;
    for (const fulfilment of mine) placed.push(between(order.createdAt, fulfilment.createdAt));
    const done = Math.max(0, ...mine.map((p) => p.doneAt ?? 0));
    const published = Math.max(0, ...order.shipments.map((s) => s.shippedAt ?? 0));
    if (done > 0 && published > 0) shipped.push(between(done, published));
  }
  for (const order of states.sitoo.orders) {
    if (leaveOut.has(`sitoo ${order.orderid}`)) continue;
    for (const fulfilment of fulfilments.get(`sitoo ${order.orderid}`) ?? [])
      placed.push(between(order.createdAt, fulfilment.createdAt));
  }
  return { placed: spread(placed), shipped: spread(shipped) };
}

/** Median and 99th percentile by the nearest rank; zeros when there is nothing to measure. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: Math.round(at(0.5)), p99: Math.round(at(0.99)) };
}
