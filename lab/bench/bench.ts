import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../../config/environment.js';
import { bundledWorld } from '../day/generate/bundled-world.js';
import { brandForWorld } from '../day/harness/brand-for-world.js';
import type { Harness } from '../day/harness/start-harness.js';
import { startRealHarness, startWideHarness, type ThrowAwayOptions } from '../day/harness/start-wide-harness.js';
import { waitForInitialStock } from '../day/play/wait-for-initial-stock.js';
import { ownDataDir } from '../local/data-dir.js';
import { type ProcessGroup, startProcessGroup } from '../local/process-group.js';
import { controlsOf } from '../simulators/control.js';
import type { World } from '../simulators/kit/world.js';
import { LEAST_CALLS } from './calls.js';
import { measureFlow } from './flow.js';
import { HappyOrders, type Kind } from './happy-orders.js';
import { type HappyPath, type OrderShape, runHappyPaths } from './happy-path.js';
import { measureIdleLatency } from './idle-latency.js';
import { measureOutages } from './outages.js';
import {
  type BenchReport,
  type BusyReport,
  flowRow,
  happyRows,
  latencyRow,
  outageRow,
  type QuietReport,
  ratioRow,
  startRow,
  stockRows,
} from './report.js';
import { secondsToFirstTask } from './restart.js';
import { measureStock } from './stock.js';
import { barePerSecond, ordersPerSecond } from './throughput.js';
import { untilCalm } from './until-calm.js';

export interface BenchOptions {
  /** Rounds of bare workflows and orders, in turn, and the workflows in each. */
  readonly rounds: number;
  readonly load: number;
  /** Orders of each kind whose calls and histories are counted. */
  readonly walked: number;
  /** Orders that are placed one at a time. */
  readonly idle: number;
  /** Sales at tills that are made one at a time, and as fast as they come. */
  readonly sales: { readonly idle: number; readonly burst: number };
  /** Sales at tills while web orders flow. */
  readonly flowSales: number;
  /** Orders of each part of an outage. */
  readonly outageOrders: number;
  /** How long counterparts take to answer while web orders flow, ms. */
  readonly latencyMs: number;
  readonly report: (sentence: string) => void;
}

/** Measures everything in one run on one machine, with servers and counterparts of its own. Each part is reported as soon as it is known. */
export async function bench(options: BenchOptions): Promise<BenchReport> {
  const quiet = await benchQuiet(options);
  return { ...quiet, ...(await benchBusy(options)) };
}

/** What is measured with counterparts that answer at once and quotas that slow nothing down. */
export async function benchQuiet(options: BenchOptions): Promise<QuietReport> {
  const beganAt = Date.now();
  return withHarness(options, startWideHarness, async (harness, world, processes) => {
    const startSeconds = secondsSince(beganAt);
    await startBareWorker(processes, harness);
    await haveInitialStock(harness, world);
    const measured = await measure(options, harness, world);
    options.report(startRow({ ...measured, startSeconds }));
    return { ...measured, startSeconds, runs: options.rounds, seconds: secondsSince(beganAt) };
  });
}

/** What is measured with counterparts that take their time, and behind the gates of a real plan. */
export async function benchBusy(options: BenchOptions): Promise<BusyReport> {
  const { latencyMs, flowSales, outageOrders, report } = options;
  const start = (harness: ThrowAwayOptions) => startRealHarness({ ...harness, latencyMs });
  return withHarness(options, start, async (harness, world) => {
    await haveInitialStock(harness, world);
    const at = { controls: controlsOf(harness.urls), world, orders: new HappyOrders(world) };
    report(`${flowSales} sales at tills while two web orders a second flow and counterparts answer in ${latencyMs} ms`);
    const flow = await measureFlow(at, { sales: flowSales, latencyMs });
    report(flowRow(flow));
    report(`${outageOrders} orders that do not need a counterpart, without and with an outage of it`);
    const outages = await measureOutages(at, outageOrders, (system, found) => report(outageRow(system, found)));
    return { flow, outages };
  });
}

async function haveInitialStock(harness: Harness, world: World): Promise<void> {
  if (!(await waitForInitialStock(harness.records, world)))
    throw new Error('The ledger did not take down the initial stock.');
}

async function withHarness<T>(
  { report }: BenchOptions,
  start: (options: ThrowAwayOptions) => Promise<Harness>,
  measureIn: (harness: Harness, world: World, processes: ProcessGroup) => Promise<T>,
): Promise<T> {
  const data = await ownDataDir();
  const processes = startProcessGroup();
  try {
    const world = bundledWorld();
    // Promises run as in life.
    const brandText = brandForWorld(world, { brand: 'bench', speed: 1 });
    const harness = await start({ folder: data.path, world, brandText, report });
    try {
      return await measureIn(harness, world, processes);
    } finally {
      await processes.stop();
      await harness.stop();
    }
  } finally {
    await data.release();
  }
}

/** Runs what does nothing, beside the worker that is measured. */
const startBareWorker = (processes: ProcessGroup, { temporalAddress }: Harness): Promise<unknown> =>
  processes.spawn({
    name: 'the bare worker',
    command: process.execPath,
    args: [fileURLToPath(new URL('./bare/worker.js', import.meta.url))],
    env: childEnvironment({ TEMPORAL_ADDRESS: temporalAddress, TEMPORAL_NAMESPACE: 'default' }),
    ready: /bare worker ready/,
  });

async function measure(
  options: BenchOptions,
  harness: Harness,
  world: World,
): Promise<Omit<QuietReport, 'startSeconds' | 'runs' | 'seconds'>> {
  const { walked, idle, sales, report } = options;
  const controls = controlsOf(harness.urls);
  const at = { client: harness.client, controls, orders: new HappyOrders(world) };

  // What is read and published once, after the start, belongs to no order.
  await untilCalm(controls);
  report(`${walked} orders of each kind, one kind after the other`);
  const paths = await runHappyPaths(at, walked);
  // What web orders are mostly made of.
  const shape = paths.find((path) => path.kind === 'warehouse')?.shape;
  if (shape === undefined) throw new Error('no order was completed');
  report(happyRows(paths));
  const rates = await measureRates(options, at, shape);
  const rated = ratesOf(rates);
  report(ratioRow(rated));
  report(`${idle} web orders, one at a time`);
  const latencyMs = await measureIdleLatency(at, idle);
  report(latencyRow(latencyMs));
  report(`${sales.idle} sales at tills, one at a time, then ${sales.burst} as fast as they come`);
  const stock = await measureStock({ controls, world }, sales);
  report(stockRows(stock));
  const firstTaskSeconds = await secondsToFirstTask(harness);

  const events = paths.flatMap((path) => path.events);
  return {
    orders: {
      ratioToBare: rated.ratioToBare,
      ratios: rated.ratios,
      perSecond: rated.perSecond,
      historyEvents: median(events),
      historyEventsMax: Math.max(...events),
      events: byKind(paths, (path) => median(path.events)),
      calls: byKind(paths, (path) => path.calls),
      leastCalls: LEAST_CALLS,
    },
    bare: { perSecond: rated.barePerSecond, ...shape },
    firstTaskSeconds: hundredths(firstTaskSeconds),
    latencyMs,
    stock,
  };
}

/** Workflows per second, round by round: bare ones, then as many web orders. */
async function measureRates(
  { rounds, load, report }: BenchOptions,
  at: Parameters<typeof ordersPerSecond>[0],
  shape: OrderShape,
): Promise<{ readonly bare: readonly number[]; readonly ours: readonly number[] }> {
  const rates = { bare: [] as number[], ours: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    report(`Round ${round} of ${rounds}: ${load} bare workflows, then as many web orders`);
    rates.bare.push(await barePerSecond(at.client, { shape, count: load, round }));
    rates.ours.push(await ordersPerSecond(at, load));
  }
  return rates;
}

function ratesOf({ bare, ours }: { readonly bare: readonly number[]; readonly ours: readonly number[] }) {
  const ratios = ours.map((one, nth) => hundredths(one / (bare[nth] ?? one)));
  return {
    ratios,
    ratioToBare: median(ratios),
    perSecond: hundredths(median(ours)),
    barePerSecond: hundredths(median(bare)),
  };
}

const byKind = <T>(paths: readonly HappyPath[], value: (path: HappyPath) => T): Record<Kind, T> =>
  Object.fromEntries(paths.map((path) => [path.kind, value(path)])) as Record<Kind, T>;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (nth: number) => sorted[Math.floor(nth)] ?? 0;
  return (at((sorted.length - 1) / 2) + at(sorted.length / 2)) / 2;
}
const hundredths = (value: number): number => Math.round(value * 100) / 100;
const secondsSince = (ms: number): number => Math.round((Date.now() - ms) / 100) / 10;
