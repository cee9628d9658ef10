import { setTimeout as pause } from 'node:timers/promises';
import { assortment } from '../day/generate/bundled-world.js';
import { type Spread, spread } from '../day/judge/latency.js';
import { storeChanges, storeRows } from '../day/judge/stock/journal.js';
import { countCalls } from '../day/judge/stock/judge-stock.js';
import { type JournalEntry, measureStaleness } from '../day/judge/stock/staleness.js';
import type { Controls } from '../simulators/control.js';
import type { World } from '../simulators/kit/world.js';
import { readCalls, readStates } from '../simulators/read-states.js';

/** Longer than a follower and a publisher gather after a round, so that the next sale finds them waiting. */
const QUIET_MS = 1_500;
const PATIENCE_MS = 120_000;
/** Sales that tills upload in the same moment. */
const TOGETHER = 25;
/** Most SKUs of one stock change. */
const LINES_OF_A_CHANGE = 250;

/** What no integration can avoid, milliseconds: it reads the journal and publishes to the shop, each with the simulated latency of 4. */
const UNAVOIDABLE_MS = 2 * 4;

export interface StockBench {
  /** From a till's sale to the changed stock in the web shop, less what cannot be avoided. Aim: half within 150. */
  readonly overheadMs: Spread;
  readonly unavoidable: number;
  /** Sales of the burst. */
  readonly burst: number;
  /** Stock changes that were published for 1,000 sales of the burst, and the fewest that are possible. */
  readonly callsPer1000: number;
  readonly leastPer1000: number;
}

/** Sells at tills, first one thing at a time while nothing else goes on, then as fast as they come. */
export async function measureStock(
  at: { readonly controls: Controls; readonly world: World },
  count: { readonly idle: number; readonly burst: number },
): Promise<StockBench> {
  const till = tillsOf(at.world);
  const idleSince = Date.now();
  for (let nth = 0; nth < count.idle; nth += 1) {
    await pause(QUIET_MS);
    await sell(at.controls, [till()]);
  }
  const idle = await untilPublished(at, idleSince);

  const before = await changesPublished(at.controls);
  const burstSince = Date.now();
  for (let sold = 0; sold < count.burst; sold += TOGETHER)
    await sell(at.controls, Array.from({ length: Math.min(TOGETHER, count.burst - sold) }, till));
  const { rows } = await untilPublished(at, burstSince);
  const published = (await changesPublished(at.controls)) - before;
  return {
    overheadMs: spread(idle.ms.map((ms) => Math.max(0, ms - UNAVOIDABLE_MS))),
    unavoidable: UNAVOIDABLE_MS,
    burst: count.burst,
    callsPer1000: each1000(published, count.burst),
    leastPer1000: each1000(fewestChanges(rows), count.burst),
  };
}

const each1000 = (calls: number, sales: number): number => Math.round((calls * 10_000) / sales) / 10;

/** Sales of one unit, goods and stores by turns, so that nothing runs out. */
export function tillsOf(world: World): () => object {
  const stores = world.locations.filter((place) => place.kind === 'store');
  const goods = assortment(world).everywhere;
  let nth = 0;
  return () => {
    nth += 1;
    const product = goods[Math.floor(nth / stores.length) % goods.length];
    const lines = [{ sku: product?.sku, quantity: 1, priceMinor: product?.priceMinor }];
    return { location: stores[nth % stores.length]?.id, receipt: `BS${nth}`, lines };
  };
}

export async function sell({ sitoo }: Controls, sales: readonly object[]): Promise<void> {
  const results = await sitoo.act(sales.map((sale) => ({ type: 'pos.sale', ...sale })));
  const refused = results.find((result) => !result.ok);
  if (refused) throw new Error(`A till could not sell: ${refused.error}`);
}

/** Waits until the web shop takes everything into account that was sold since. */
export async function untilPublished(
  { controls, world }: { readonly controls: Controls; readonly world: World },
  since: number,
) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const states = await readStates(controls);
    const rows = storeRows(states, { world, since });
    const { ms, unpublished } = measureStaleness(rows, storeChanges(states, { world, since }));
    if (rows.length > 0 && unpublished === 0) return { rows, ms };
    if (Date.now() > deadline)
      throw new Error(`${unpublished} of ${rows.length} movements in stores were not published to the web shop.`);
    await pause(1_000);
  }
}

const changesPublished = async (controls: Controls): Promise<number> =>
  countCalls((await readCalls(controls)).centra.byOperation, 'changeStock');

/** If all had waited for the last one: one change for each store and direction, of so many SKUs as fit. */
export function fewestChanges(rows: readonly Pick<JournalEntry, 'location' | 'sku' | 'quantity'>[]): number {
  const net = new Map<string, Map<string, number>>();
  for (const { location, sku, quantity } of rows) {
    const units = net.get(location) ?? new Map<string, number>();
    units.set(sku, (units.get(sku) ?? 0) + quantity);
    net.set(location, units);
  }
  let changes = 0;
  for (const units of net.values())
    for (const sign of [-1, 1]) {
      const skus = [...units.values()].filter((quantity) => Math.sign(quantity) === sign).length;
      changes += Math.ceil(skus / LINES_OF_A_CHANGE);
    }
  return changes;
}
