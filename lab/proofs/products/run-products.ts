import { setTimeout as pause } from 'node:timers/promises';
import { startProductSync } from '../../../client/products/start-product-sync.js';
import { syncProductsWorkflowId } from '../../../domain/names.js';
import type { ProductsState } from '../../../workflows/messages.js';
import { numberLocations } from '../../day/feed/world-of-feed.js';
import { killWorkerRepeatedly } from '../../day/harness/kill-worker-repeatedly.js';
import type { Harness } from '../../day/harness/start-harness.js';
import type { Controls } from '../../simulators/control.js';
import type { World } from '../../simulators/kit/world.js';
import { readCalls, readSitooState, readWmsState } from '../../simulators/read-states.js';
import { rehearse } from '../rehearse.js';
import { countWrongReplicas, type ExpectedProduct } from './wrong-replicas.js';

/** What a product call may hold: the shop's advice for products, its limit for displays and sizes, and what tills take. */
const A_CALL = { products: 100, displays: 200, tills: 250 };
const CHANGES = 300;
const LOOK_EVERY_MS = 100;
const AT_LAST_MS = 30 * 60_000;
const BACK_WITHIN_MS = 60_000;

export interface Measured {
  readonly products: number;
  readonly calls: number;
  /** The fewest calls that the limits allow. */
  readonly least: number;
  readonly ratio: number;
  readonly seconds: number;
  readonly byOperation: Readonly<Record<string, number>>;
}

export interface ProductsReport {
  /** Products that tills or warehouse lack, hold otherwise than the web shop, or hold too many of, by their own state. */
  readonly wrong: { readonly sitoo: number; readonly wms: number };
  readonly workerKills: number;
  readonly firstLoad: Measured;
  readonly update: Measured;
}

/** Calls that products need; stock and orders read by others. */
const OURS = {
  centra: ['products', 'displays', 'productSizes'],
  sitoo: ['GET products', 'POST products', 'PUT products'],
  wms: ['GET articles', 'PUT articles'],
};

/**
 * Loads a whole catalogue into tills and warehouse that know none of it, then changes some of it.
 * @param killWorkerEvery cut the worker off about this often, seconds
 */
export function runProducts(
  count: number,
  report: (sentence: string) => void,
  killWorkerEvery?: number,
): Promise<ProductsReport> {
  const options = { brand: 'catalogue', world: emptyDownstream(count), report, more: 'products: { sync: "on" }\n' };
  return rehearse(options, async ({ harness, controls }) => {
    const stopKilling = killWorkerRepeatedly({ every: killWorkerEvery, worker: harness.worker, seed: 1, report });
    try {
      const { firstLoad, update } = await loadAndChange(count, { harness, controls, report, killWorkerEvery });
      if (killWorkerEvery !== undefined && harness.worker.kills === 0)
        throw new Error('It was over before the worker was killed. Give fewer seconds or more products.');
      const { products } = await readSitooState(controls.sitoo);
      const { articles } = await readWmsState(controls.wms);
      const wrong = countWrongReplicas({ products, articles }, catalogue(count, CHANGES));
      return { firstLoad, update, wrong, workerKills: harness.worker.kills };
    } finally {
      stopKilling();
    }
  });
}

interface Loading {
  readonly harness: Harness;
  readonly controls: Controls;
  readonly report: (sentence: string) => void;
  readonly killWorkerEvery: number | undefined;
}

async function loadAndChange(
  count: number,
  { harness, controls, report, killWorkerEvery }: Loading,
): Promise<{ readonly firstLoad: Measured; readonly update: Measured }> {
  const begun = Date.now();
  await startProductSync(harness.client, harness.brand);
  const handle = harness.client.workflow.getHandle(syncProductsWorkflowId(harness.brand.brand));
  /** A worker that was cut off answers once it is back. */
  const state = async (): Promise<ProductsState> => {
    for (const end = Date.now() + BACK_WITHIN_MS; ; await pause(LOOK_EVERY_MS))
      try {
        return await handle.query<ProductsState>('productsState');
      } catch (problem) {
        if (killWorkerEvery === undefined || Date.now() > end) throw problem;
      }
  };
  const untilWritten = async (): Promise<void> => {
    for (const end = Date.now() + AT_LAST_MS; ; await pause(LOOK_EVERY_MS)) {
      const { phase, rounds } = await state();
      const { systems, masters } = await harness.records.products.progress();
      const { sitoo, wms } = systems;
      if (rounds > 0 && phase === 'waiting' && masters === count && sitoo.due + wms.due === 0) return;
      if (Date.now() > end) throw new Error(`${sitoo.due + wms.due} products were still to be written.`);
    }
  };
  await untilWritten();
  const loaded = await countCalls(controls);
  const pages = (rows: number, size: number) => Math.ceil(rows / size);
  const firstLoad = measured(
    loaded,
    pages(count, A_CALL.products) + pages(count, A_CALL.displays) + pages(count, A_CALL.tills) + count,
    { products: count, begun },
  );
  report(`${count} products were loaded with ${firstLoad.calls} calls in ${firstLoad.seconds} s`);

  const changes = Math.min(CHANGES, count);
  const changedAt = Date.now();
  await controls.centra.act(catalogue(changes, changes).map(({ sku, name }) => ({ type: 'ams.product', sku, name })));
  await startProductSync(harness.client, harness.brand);
  const { rounds } = await state();
  for (const end = Date.now() + AT_LAST_MS; Date.now() < end; await pause(LOOK_EVERY_MS)) {
    const written = await harness.records.products.writtenSince(new Date(changedAt).toISOString());
    if (written.size >= changes && (await state()).rounds > rounds) break;
  }
  await untilWritten();
  const updated = difference(await countCalls(controls), loaded);
  const least = pages(changes, A_CALL.products) + 2 + pages(changes, A_CALL.tills) + changes;
  return { firstLoad, update: measured(updated, least, { products: changes, begun: changedAt }) };
}

/** So many products, of which the first were renamed. */
const catalogue = (count: number, renamed: number): ExpectedProduct[] =>
  Array.from({ length: count }, (_, i) => ({
    sku: `P-${String(i).padStart(6, '0')}`,
    barcode: String(7_300_000_000_000 + i),
    name: i < renamed ? `Renamed ${i}` : `Article ${i}`,
    priceMinor: 19_900 + i,
  }));

function emptyDownstream(count: number): World {
  return {
    currency: 'SEK',
    locations: numberLocations([
      { id: 'store-01', kind: 'store', name: 'Store' },
      { id: 'dc', kind: 'warehouse', name: 'Warehouse' },
    ]),
    products: catalogue(count, 0).map((product) => ({ ...product, missingIn: ['sitoo', 'wms'] })),
    stock: [],
  };
}

async function countCalls(controls: Controls): Promise<Record<string, number>> {
  const counted: Record<string, number> = {};
  const calls = await readCalls(controls);
  for (const system of ['centra', 'sitoo', 'wms'] as const) {
    const { byOperation } = calls[system];
    for (const operation of OURS[system]) counted[`${system} ${operation}`] = byOperation[operation] ?? 0;
  }
  return counted;
}

const difference = (after: Record<string, number>, before: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)]));

function measured(
  byOperation: Record<string, number>,
  least: number,
  { products, begun }: { products: number; begun: number },
): Measured {
  const total = Object.values(byOperation).reduce((sum, count) => sum + count, 0);
  return {
    products,
    calls: total,
    least,
    ratio: Math.round((total / least) * 1_000) / 1_000,
    seconds: Math.round((Date.now() - begun) / 100) / 10,
    byOperation,
  };
}
