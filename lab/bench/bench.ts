import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../../config/environment.js';
import { bundledWorld } from '../day/generate/bundled-world.js';
import { brandForWorld } from '../day/harness/brand-for-world.js';
import { startWideHarness } from '../day/harness/start-wide-harness.js';
import { waitForInitialStock } from '../day/play/wait-for-initial-stock.js';
import { ownDataDir } from '../local/data-dir.js';
import { startProcessGroup } from '../local/process-group.js';
import { controlOf } from '../simulators/control.js';
import { LEAST_CALLS } from './calls.js';
import { HappyOrders, type Kind } from './happy-orders.js';
import { type HappyPath, runHappyPaths } from './happy-path.js';
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
  const { report } = options;
  const begun = Date.now();
  const data = await ownDataDir();
  const family = startProcessGroup();
  try {
    const world = bundledWorld();
    const harness = await startWideHarness({
      folder: data.path,
      world,
      // Promises run as in life.
      brandText: brandForWorld(world, { brand: 'bench', speed: 1 }),
      report,
    });
    const startSeconds = secondsSince(begun);
    try {
      await family.spawn({
        name: 'the bare worker',
        command: process.execPath,
        args: [fileURLToPath(new URL('./bare/worker.js', import.meta.url))],
        env: childEnvironment({ TEMPORAL_ADDRESS: harness.temporalAddress, TEMPORAL_NAMESPACE: 'default' }),
        ready: /bare worker ready/,
      });
      const controls = {
        centra: controlOf('Centra', harness.urls.centra ?? ''),
        sitoo: controlOf('Sitoo', harness.urls.sitoo ?? ''),
        wms: controlOf('WMS', harness.urls.wms ?? ''),
      };
      if (!(await waitForInitialStock(harness.records, world)))
        throw new Error('The ledger did not take down what lies where.');
      const at = { client: harness.client, controls, orders: new HappyOrders(world) };

      report(`${options.walked} orders of each kind, one kind after the other`);
      const ways = await runHappyPaths(at, options.walked);
      // What web orders are mostly made of.
      const shape = ways.find((way) => way.kind === 'warehouse')?.shape;
      if (shape === undefined) throw new Error('no order went its way');

      const rates = { bare: [] as number[], ours: [] as number[] };
      for (let round = 1; round <= options.rounds; round += 1) {
        report(`Round ${round} of ${options.rounds}: ${options.load} bare workflows, then as many web orders`);
        rates.bare.push(await barePerSecond(harness.client, { shape, count: options.load, round }));
        rates.ours.push(await ordersPerSecond(at, options.load));
      }

      report(`${options.idle} web orders, one at a time`);
      const latencyMs = await measureIdleLatency(at, options.idle);
      report(`${options.sales.idle} sales at tills, one at a time, then ${options.sales.burst} as fast as they come`);
      const stock = await measureStock({ controls, world }, options.sales);
      const firstTaskSeconds = await secondsToFirstTask(harness);
      const ratios = rates.ours.map((ours, nth) => hundredths(ours / (rates.bare[nth] ?? ours)));
      const events = ways.flatMap((way) => way.events);
      return {
        orders: {
          ratioToBare: median(ratios),
          ratios,
          perSecond: hundredths(median(rates.ours)),
          historyEvents: median(events),
          historyEventsMax: Math.max(...events),
          events: byKind(ways, (way) => median(way.events)),
          calls: byKind(ways, (way) => way.calls),
          leastCalls: LEAST_CALLS,
        },
        bare: { perSecond: hundredths(median(rates.bare)), ...shape },
        startSeconds,
        firstTaskSeconds: hundredths(firstTaskSeconds),
        latencyMs,
        stock,
        runs: options.rounds,
        seconds: secondsSince(begun),
      };
    } finally {
      await family.stop();
      await harness.stop();
    }
  } finally {
    await data.release();
  }
}

const byKind = <T>(ways: readonly HappyPath[], value: (way: HappyPath) => T): Record<Kind, T> =>
  Object.fromEntries(ways.map((way) => [way.kind, value(way)])) as Record<Kind, T>;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (nth: number) => sorted[Math.floor(nth)] ?? 0;
  return (at((sorted.length - 1) / 2) + at(sorted.length / 2)) / 2;
}
const hundredths = (value: number): number => Math.round(value * 100) / 100;
const secondsSince = (ms: number): number => Math.round((Date.now() - ms) / 100) / 10;
