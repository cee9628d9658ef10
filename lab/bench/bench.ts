import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../../config/environment.js';
import { bundledWorld } from '../day/generate/bundled-world.js';
import { brandForWorld } from '../day/harness/brand-for-world.js';
import type { Harness } from '../day/harness/start-harness.js';
import { startWideHarness } from '../day/harness/start-wide-harness.js';
import { waitForInitialStock } from '../day/play/wait-for-initial-stock.js';
import { ownDataDir } from '../local/data-dir.js';
import { type ProcessGroup, startProcessGroup } from '../local/process-group.js';
import { controlsOf } from '../simulators/control.js';
import type { World } from '../simulators/kit/world.js';
import { LEAST_CALLS } from './calls.js';
import { HappyOrders, type Kind } from './happy-orders.js';
import { type HappyPath, type OrderShape, runHappyPaths } from './happy-path.js';
import { measureIdleLatency } from './idle-latency.js';
import type { BenchReport } from './report.js';
import { secondsToFirstTask } from './restart.js';
import { measureStock } from './stock.js';
import { barePerSecond, ordersPerSecond } from './throughput.js';

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
  readonly report: (sentence: string) => void;
}

/** Measures everything in one run on one machine, with servers and counterparts of its own. */
export async function bench(options: BenchOptions): Promise<BenchReport> {
  const beganAt = Date.now();
  const data = await ownDataDir();
  const processes = startProcessGroup();
  try {
    const world = bundledWorld();
    const harness = await startWideHarness({
      folder: data.path,
      world,
      // Promises run as in life.
      brandText: brandForWorld(world, { brand: 'bench', speed: 1 }),
      report: options.report,
    });
    const startSeconds = secondsSince(beganAt);
    try {
      await startBareWorker(processes, harness);
      if (!(await waitForInitialStock(harness.records, world)))
        throw new Error('The ledger did not take down the initial stock.');
      const measured = await measure(options, harness, world);
      return { ...measured, startSeconds, runs: options.rounds, seconds: secondsSince(beganAt) };
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
): Promise<Omit<BenchReport, 'startSeconds' | 'runs' | 'seconds'>> {
  const { walked, idle, sales, report } = options;
  const controls = controlsOf(harness.urls);
  const at = { client: harness.client, controls, orders: new HappyOrders(world) };

  report(`${walked} orders of each kind, one kind after the other`);
  const paths = await runHappyPaths(at, walked);
  // What web orders are mostly made of.
  const shape = paths.find((path) => path.kind === 'warehouse')?.shape;
  if (shape === undefined) throw new Error('no order was completed');
  const rates = await measureRates(options, at, shape);
  report(`${idle} web orders, one at a time`);
  const latencyMs = await measureIdleLatency(at, idle);
  report(`${sales.idle} sales at tills, one at a time, then ${sales.burst} as fast as they come`);
  const stock = await measureStock({ controls, world }, sales);
  const firstTaskSeconds = await secondsToFirstTask(harness);

  const ratios = rates.ours.map((ours, nth) => hundredths(ours / (rates.bare[nth] ?? ours)));
  const events = paths.flatMap((path) => path.events);
  return {
    orders: {
      ratioToBare: median(ratios),
      ratios,
      perSecond: hundredths(median(rates.ours)),
      historyEvents: median(events),
      historyEventsMax: Math.max(...events),
      events: byKind(paths, (path) => median(path.events)),
      calls: byKind(paths, (path) => path.calls),
      leastCalls: LEAST_CALLS,
    },
    bare: { perSecond: hundredths(median(rates.bare)), ...shape },
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

const byKind = <T>(paths: readonly HappyPath[], value: (path: HappyPath) => T): Record<Kind, T> =>
  Object.fromEntries(paths.map((path) => [path.kind, value(path)])) as Record<Kind, T>;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (nth: number) => sorted[Math.floor(nth)] ?? 0;
  return (at((sorted.length - 1) / 2) + at(sorted.length / 2)) / 2;
}
const hundredths = (value: number): number => Math.round(value * 100) / 100;
const secondsSince = (ms: number): number => Math.round((Date.now() - ms) / 100) / 10;
