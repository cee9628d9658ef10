import { stockSchema } from '../../config/stock.js';
import type { Plan } from '../simulators/centra/limits.js';
import { Batches } from './batches.js';
import { CallBudget } from './call-budget.js';
import { Caller } from './caller.js';
import type { Demand, DemandEvent } from './demand.js';
import { Fifo } from './fifo.js';
import { Onepool } from './onepool.js';
import type { Policy, PolicyName } from './policy.js';
import { type Movement, Shop } from './shop.js';
import { type Staleness, stalenessOf } from './staleness.js';
import { UnpublishedStock } from './unpublished-stock.js';

/** From the till's receipt until we have read it. */
const READ_AFTER_MS = 1_000;
/** Lines of one call. */
const LINES_PER_CALL = 250;

/** What became of a demand under one policy. Units, and milliseconds of the day. */
export interface Outcome {
  /** Promised to web customers and not on the shelf any more. */
  readonly oversold: number;
  /** The most that could have been oversold: units that the web shop offered although a till had sold them. */
  readonly bound: number;
  readonly calls: number;
  readonly callsPer1000Sales: number;
  /** From a change on the shelf until Centra shows it. */
  readonly staleness: Staleness;
  /** The longest time without a call although something waited. */
  readonly longestSilenceMs: number;
  readonly promised: number;
  /** Wanted, and shown as sold out. */
  readonly refused: number;
  /** Of these, units that lay on a shelf, promised to nobody. */
  readonly missed: number;
  /** From the last change until everything was published. */
  readonly caughtUpAfterMs: number;
  /** SKUs of which Centra shows something else than the shelf holds at the end; none, or the model is wrong. */
  readonly differences: number;
}

/** An event as the policy learns of it, some time after it happened. */
interface Reading {
  readonly at: number;
  readonly event: DemandEvent;
  readonly movements: readonly Movement[];
}

/** Simulates a demand under one policy in virtual time: the clock jumps from one event to the next. */
export function simulate(demand: Demand, name: PolicyName, plan: Plan): Outcome {
  const took: number[] = [];
  const shop = new Shop(demand);
  const waiting = new UnpublishedStock(demand, (tookMs) => took.push(tookMs));
  // Our limiter looks back from every call, which is stricter than Centra's round windows; the others need only obey those.
  const budget = new CallBudget(plan, name === 'onepool' ? 'rolling' : 'round');
  const from = demand.events[0]?.at ?? 0;
  const policy = policyOf(name, { waiting, budget, from });
  const readings: Reading[] = [];
  const caller = new Caller(policy, budget);
  let happened = 0;
  let read = 0;
  for (let at = from; ; ) {
    const next = demand.events[happened];
    const reading = readings[read];
    if (next === undefined && reading === undefined && caller.isIdle && policy.isDone) {
      const { longestSilenceMs } = caller;
      const end = demand.events.at(-1)?.at ?? from;
      return {
        oversold: shop.oversold,
        bound: shop.exposed,
        calls: budget.calls,
        callsPer1000Sales: demand.sales === 0 ? 0 : Math.round((budget.calls * 1_000) / demand.sales),
        staleness: stalenessOf(took),
        longestSilenceMs,
        promised: shop.promised,
        refused: shop.refused,
        missed: shop.missed,
        caughtUpAfterMs: Math.max(0, at - end),
        differences: shop.differences(),
      };
    }
    at = Math.min(caller.nextAt, next?.at ?? Number.POSITIVE_INFINITY, reading?.at ?? Number.POSITIVE_INFINITY);
    if (at === Number.POSITIVE_INFINITY) throw new Error(`the policy ${name} stopped before everything was published`);
    if (caller.nextAt === at) {
      const call = caller.act(at);
      if (call === undefined) continue;
      shop.publish(call.location, call.lines);
      for (const changedAt of call.changes) took.push(at - changedAt);
    } else if (next?.at === at) {
      readings.push({ at: at + READ_AFTER_MS, event: next, movements: applyToShop(shop, next) });
      happened += 1;
    } else if (reading !== undefined) {
      learn(reading, waiting, policy);
      read += 1;
      caller.wake(at);
    }
  }
}

/** What really happens: a till cannot sell what is not there, and the web shop refuses what it shows as sold out. */
function applyToShop(shop: Shop, event: DemandEvent): Movement[] {
  switch (event.kind) {
    case 'moved':
      return shop.move(event.location, event.lines, event.deductedByCentra);
    case 'counted':
      return shop.count(event.location, event.lines);
    case 'ordered':
      return shop.order(event.order, event.lines, event.wanted);
    case 'released':
      return shop.release(event.order, event.lines).map((m) => ({ ...m, units: -m.units }));
  }
}

function learn({ at, event, movements }: Reading, waiting: UnpublishedStock, policy: Policy): void {
  if (event.kind === 'ordered' || event.kind === 'released') {
    for (const reservation of movements) waiting.reserve(reservation, at);
    return;
  }
  const deductedByCentra = event.kind === 'moved' && event.deductedByCentra === true;
  for (const movement of movements) waiting.move(movement, { happenedAt: event.at, at, deductedByCentra });
  if (!deductedByCentra) policy.learn(movements, event.at);
}

function policyOf(name: PolicyName, parts: { waiting: UnpublishedStock; budget: CallBudget; from: number }): Policy {
  const { waiting, budget, from } = parts;
  switch (name) {
    case 'fifo':
      return new Fifo();
    case 'fixed-30s':
      return new Batches(waiting, { everyMs: 30_000, linesPerCall: LINES_PER_CALL, from });
    case 'batch-15m':
      return new Batches(waiting, { everyMs: 900_000, linesPerCall: LINES_PER_CALL, from });
    case 'onepool': {
      const { maxStaleness } = stockSchema.parse({}).flows.storesToCentra;
      return new Onepool(waiting, { budget, maxStalenessMs: maxStaleness, linesPerCall: LINES_PER_CALL });
    }
  }
}
