import { readFulfilmentName } from '../../../domain/names.js';
import { STATUS } from '../../simulators/ongoing/warehouse-state.js';
import { STATE } from '../../simulators/sitoo/records.js';
import type { CounterpartStates, SitooOrder, WmsOrder } from '../../simulators/states.js';
import { repeated, sum } from './verdict.js';

/** One order at a store or the warehouse that fulfils some units of an order. */
export interface PlacedFulfilment {
  readonly name: string;
  /** A back order carries on the work of its first order. */
  readonly backOrder: boolean;
  readonly stage: 'open' | 'done' | 'cancelled';
  /** Units still to come of an open fulfilment, units that left of a done one. */
  readonly units: number;
  /** Epoch milliseconds, as all times here. */
  readonly createdAt: number;
  readonly doneAt?: number;
}

/** All fulfilments at stores and warehouse by the order they belong to (`centra 10045`, `sitoo 31`). */
export function fulfilmentsByOrder({ sitoo, wms }: CounterpartStates): Map<string, PlacedFulfilment[]> {
  const found = new Map<string, PlacedFulfilment[]>();
  const add = (name: string, fulfilment: PlacedFulfilment) => {
    const owner = readFulfilmentName(name);
    if (owner === undefined) return;
    const subject = `${owner.origin} ${owner.orderNumber}`;
    found.set(subject, [...(found.get(subject) ?? []), fulfilment]);
  };
  for (const order of sitoo.orders)
    if (order.externalid) add(order.externalid, storeFulfilment(order, order.externalid));
  for (const order of wms.orders) {
    // A back order has a name of its own that begins with the name of the first.
    const base = /^(?:C|S)\d+-\d+/.exec(order.orderNumber)?.[0];
    if (base !== undefined) add(base, warehouseFulfilment(order, base));
  }
  return found;
}

function storeFulfilment(order: SitooOrder, name: string): PlacedFulfilment {
  const stage = order.state === STATE.cancelled ? 'cancelled' : order.state === STATE.closed ? 'done' : 'open';
  const units = order.items.reduce((n, i) => n + (stage === 'done' ? i.delivered : i.quantity), 0);
  const doneAt = Math.max(0, ...order.deliveries.map((d) => d.sentAt ?? 0));
  return { name, backOrder: false, stage, units, createdAt: order.createdAt, ...(doneAt > 0 ? { doneAt } : {}) };
}

function warehouseFulfilment(order: WmsOrder, name: string): PlacedFulfilment {
  const stage = order.status === STATUS.cancelled ? 'cancelled' : hasLeft(order) ? 'done' : 'open';
  const units = order.lines.reduce((n, l) => n + (stage === 'done' ? l.picked : l.ordered), 0);
  const backOrder = order.backOrderFor !== null && order.backOrderFor !== undefined;
  return {
    name,
    backOrder,
    stage,
    units,
    createdAt: order.createdAt,
    ...(order.shippedAt ? { doneAt: order.shippedAt } : {}),
  };
}

/** True when the warehouse has sent the order. */
export const hasLeft = ({ status }: WmsOrder): boolean => status === STATUS.sent || status === STATUS.collected;

/** What the fulfilments of one order hold of it: units that have left, units still to come, and names that were placed twice. */
export function holdingsOf(fulfilments: readonly PlacedFulfilment[]) {
  const alive = fulfilments.filter(({ stage }) => stage !== 'cancelled');
  const unitsIn = (stage: PlacedFulfilment['stage']): number =>
    sum(
      alive.filter((f) => f.stage === stage),
      ({ units }) => units,
    );
  const names = alive.filter(({ backOrder }) => !backOrder).map(({ name }) => name);
  return {
    alive,
    left: unitsIn('done'),
    promised: unitsIn('open'),
    duplicates: repeated(names).map((name) => `${name} was placed twice`),
  };
}
