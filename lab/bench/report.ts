import { table } from '../../client/cli/table.js';
import type { Calls } from './calls.js';
import type { Kind } from './happy-orders.js';
import type { OrderShape } from './happy-path.js';
import type { IdleLatency } from './idle-latency.js';
import type { StockBench } from './stock.js';

/** What `npm run bench` found, as its line of JSON has it. */
export interface BenchReport {
  readonly orders: {
    /** Web orders per second over bare workflows per second, the median of the rounds. Aim: at least 0.7. */
    readonly ratioToBare: number;
    readonly ratios: readonly number[];
    readonly perSecond: number;
    /** History events of a happy order of one fulfilment, all kinds: median and most. Aim: at most 60. */
    readonly historyEvents: number;
    readonly historyEventsMax: number;
    readonly events: Readonly<Record<Kind, number>>;
    readonly calls: Readonly<Record<Kind, Calls>>;
    readonly leastCalls: Readonly<Record<Kind, Calls>>;
  };
  readonly bare: OrderShape & { readonly perSecond: number };
  /** Until everything runs: servers, counterparts, gateway and worker. */
  readonly startSeconds: number;
  /** From the start of a worker process until its first task. */
  readonly firstTaskSeconds: number;
  /** From an order in the shop to the work list of who picks it, one at a time. */
  readonly latencyMs: IdleLatency;
  readonly stock: StockBench;
  /** Rounds of bare workflows and orders, in turn. */
  readonly runs: number;
  readonly seconds: number;
}

/** The report for people: ratios first. */
export function asText({ orders, bare, latencyMs, stock, ...report }: BenchReport): string {
  const row = (label: string, value: string, note: string) => `  ${label.padEnd(36)}${value.padStart(9)}   ${note}\n`;
  const times = (value: number, by: number) => (by === 0 ? '-' : `${(value / by).toFixed(1)} x`);
  const kinds = Object.keys(orders.events) as Kind[];
  const sum = ({ centra, sitoo, wms }: Calls) => centra + sitoo + wms;
  return [
    '\n',
    row(
      'orders to bare workflows',
      orders.ratioToBare.toFixed(2),
      `${orders.perSecond} orders/s beside ${bare.perSecond} bare/s; ${report.runs} rounds: ${orders.ratios.join(', ')}`,
    ),
    row(
      'history of a happy order',
      `${orders.historyEvents}`,
      `events; at most ${orders.historyEventsMax}; ${bare.activities} activities`,
    ),
    row(
      'idle, from shop to picker',
      times(latencyMs.p50, latencyMs.unavoidable),
      `of what cannot be avoided (${latencyMs.unavoidable} ms): half within ${latencyMs.p50} ms, 99 of 100 within ${latencyMs.p99} ms`,
    ),
    row(
      'idle, from till to web shop',
      `${stock.overheadMs.p50} ms`,
      `beyond what cannot be avoided (${stock.unavoidable} ms); 99 of 100 within ${stock.overheadMs.p99} ms`,
    ),
    row(
      'stock changes for 1,000 sales',
      `${stock.callsPer1000}`,
      `in a burst of ${stock.burst}; the fewest that are possible are ${stock.leastPer1000}`,
    ),
    row(
      'until everything runs',
      `${report.startSeconds} s`,
      `a worker alone takes its first task after ${report.firstTaskSeconds} s`,
    ),
    '\nCalls of a happy order, beside the fewest that are possible without its share of reads in bulk\n\n',
    table(kinds, [
      { title: 'order', value: (kind) => kind },
      { title: 'centra', value: (kind) => beside(orders, kind, 'centra') },
      { title: 'sitoo', value: (kind) => beside(orders, kind, 'sitoo') },
      { title: 'wms', value: (kind) => beside(orders, kind, 'wms') },
      { title: 'ratio', value: (kind) => times(sum(orders.calls[kind]), sum(orders.leastCalls[kind])) },
      { title: 'history events', value: (kind) => orders.events[kind] },
    ]),
  ].join('');
}

const beside = ({ calls, leastCalls }: BenchReport['orders'], kind: Kind, system: keyof Calls): string =>
  `${calls[kind][system]} / ${leastCalls[kind][system]}`;
