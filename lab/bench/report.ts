import { table } from '../../client/cli/table.js';
import type { System } from '../../domain/names.js';
import type { Calls } from './calls.js';
import type { FlowBench } from './flow.js';
import type { Kind } from './happy-orders.js';
import type { HappyPath, OrderShape } from './happy-path.js';
import type { IdleLatency } from './idle-latency.js';
import type { OutageBench } from './outages.js';
import type { StockBench } from './stock.js';

/** What was measured with counterparts that answer at once. */
export interface QuietReport {
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

/** What was measured with counterparts that take their time. */
export interface BusyReport {
  /** From till to web shop while web orders flow. */
  readonly flow: FlowBench;
  /** Orders that do not need a counterpart, while it is down. */
  readonly outages: Readonly<Record<System, OutageBench>>;
}

/** What `npm run bench` found, as its line of JSON has it. */
export type BenchReport = QuietReport & BusyReport;

const row = (label: string, value: string, note: string): string =>
  `  ${label.padEnd(36)}${value.padStart(9)}   ${note}\n`;
const times = (value: number, by: number): string => (by === 0 ? '-' : `${(value / by).toFixed(1)} x`);
const sum = ({ centra, sitoo, wms }: Calls): number => centra + sitoo + wms;

/** Calls and history of each kind of order, as they are known first. */
export const happyRows = (paths: readonly HappyPath[]): string =>
  paths
    .map(({ kind, calls, events }) =>
      row(
        `calls of an order (${kind})`,
        `${Math.round(sum(calls) * 10) / 10}`,
        `history events: ${Math.max(...events)} at most`,
      ),
    )
    .join('');

interface Rates {
  readonly ratioToBare: number;
  readonly ratios: readonly number[];
  readonly perSecond: number;
  readonly barePerSecond: number;
}
export const ratioRow = ({ ratioToBare, ratios, perSecond, barePerSecond }: Rates): string =>
  row(
    'orders to bare workflows',
    ratioToBare.toFixed(2),
    `${perSecond} orders/s beside ${barePerSecond} bare/s; ${ratios.length} rounds: ${ratios.join(', ')}`,
  );

export const latencyRow = ({ p50, p99, unavoidable }: IdleLatency): string =>
  row(
    'idle, from shop to picker',
    times(p50, unavoidable),
    `of what cannot be avoided (${unavoidable} ms): half within ${p50} ms, 99 of 100 within ${p99} ms`,
  );

export const stockRows = (stock: StockBench): string =>
  row(
    'idle, from till to web shop',
    `${stock.overheadMs.p50} ms`,
    `beyond what cannot be avoided (${stock.unavoidable} ms); 99 of 100 within ${stock.overheadMs.p99} ms`,
  ) +
  row(
    'stock changes for 1,000 sales',
    `${stock.callsPer1000}`,
    `in a burst of ${stock.burst}; the fewest that are possible are ${stock.leastPer1000}`,
  );

export const startRow = (report: Pick<QuietReport, 'startSeconds' | 'firstTaskSeconds'>): string =>
  row(
    'until everything runs',
    `${report.startSeconds} s`,
    `a worker alone takes its first task after ${report.firstTaskSeconds} s`,
  );

export const flowRow = ({ overheadMs, unavoidable, sales, orders }: FlowBench): string =>
  row(
    'busy, from till to web shop',
    `${overheadMs.p50} ms`,
    `beyond what cannot be avoided (${unavoidable} ms); 99 of 100 within ${overheadMs.p99} ms; ${sales} sales beside ${orders} web orders`,
  );

export const outageRow = (system: System, { ratio, upMs, downMs }: OutageBench): string =>
  row(`${system} down, orders without it`, `${ratio} x`, `of the time without an outage: ${downMs} ms, and ${upMs} ms`);

/** The report for people: ratios first. */
export function asText({ orders, bare, latencyMs, stock, flow, outages, ...report }: BenchReport): string {
  const kinds = Object.keys(orders.events) as Kind[];
  const { ratioToBare, ratios, perSecond } = orders;
  return [
    '\n',
    ratioRow({ ratioToBare, ratios, perSecond, barePerSecond: bare.perSecond }),
    row(
      'history of a happy order',
      `${orders.historyEvents}`,
      `events; at most ${orders.historyEventsMax}; ${bare.activities} activities`,
    ),
    latencyRow(latencyMs),
    stockRows(stock),
    startRow(report),
    busyText({ flow, outages }),
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

export const busyText = ({ flow, outages }: BusyReport): string =>
  [flowRow(flow), ...(['centra', 'sitoo', 'wms'] as const).map((system) => outageRow(system, outages[system]))].join(
    '',
  );

const beside = ({ calls, leastCalls }: BenchReport['orders'], kind: Kind, system: keyof Calls): string =>
  `${calls[kind][system]} / ${leastCalls[kind][system]}`;
