import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { publishBatch } from '../../activities/stock/publish/publish-batch.js';
import { centraPublisher } from '../../activities/stock/publish/publish-to-centra.js';
import { sitooPublisher } from '../../activities/stock/publish/publish-to-sitoo.js';
import type { Target } from '../../domain/stock/flows.js';
import { stockPolicyOf } from '../../domain/stock/policy.js';
import { startCentraSimulator } from '../../lab/simulators/centra/start.js';
import { controlOf } from '../../lab/simulators/control.js';
import type { World } from '../../lab/simulators/kit/world.js';
import { startSitooSimulator } from '../../lab/simulators/sitoo/start.js';
import { createCentra } from '../../systems/centra/adapter.js';
import type { Records } from '../../systems/database/port.js';
import { unlimited } from '../../systems/rate-limits/port.js';
import { createSitoo } from '../../systems/sitoo/adapter.js';
import { type StockStates, stockStates } from '../support/harness/stock-states.js';
import { freshRecords, type TestRecords } from '../support/records-of-test.js';
import { testBrand } from '../support/web-order.js';

const FIGURES = 250;
const BAD = [3, 120, 249];
const skuOf = (nth: number): string => `SKU-${String(nth).padStart(3, '0')}`;
const SKUS = Array.from({ length: FIGURES }, (_, nth) => skuOf(nth));

const brand = testBrand();
const policy = stockPolicyOf(brand, Date.now);
const world: World = {
  currency: 'SEK',
  locations: brand.locations.map(({ id, kind, name, centra, sitoo, wms }) => ({
    id,
    kind,
    name,
    centraWarehouse: centra ?? 0,
    sitooWarehouse: sitoo ?? 0,
    ...(wms === undefined ? {} : { wmsWarehouse: Number(wms) }),
  })),
  products: SKUS.map((sku, nth) => ({
    sku,
    barcode: String(7_300_000_000_000 + nth),
    name: sku,
    priceMinor: 100,
    ...(BAD.includes(nth) ? { missingIn: ['centra', 'sitoo'] as const } : {}),
  })),
  stock: brand.locations.flatMap(({ id }) => SKUS.map((sku) => ({ location: id, sku, quantity: 10 }))),
};

/** Both counterparts on loopback, and a ledger of its own for each test. */
async function startSystems() {
  const [centra, sitoo] = await Promise.all([
    startCentraSimulator({ token: 'token', plan: 'enterprise', world, latencyMs: 0, speed: 100 }),
    startSitooSimulator({ apiId: '1', password: 'p', world, latencyMs: 0, speed: 100 }),
  ]);
  const systems = {
    brand,
    centra: createCentra({ url: centra.url, token: 'token', limiter: unlimited }),
    sitoo: createSitoo({ url: sitoo.url, apiId: '1', password: 'p', limiter: unlimited }),
  };
  return {
    systems,
    controls: { centra: controlOf('Centra', centra.url), sitoo: controlOf('Sitoo', sitoo.url) },
    close: () => Promise.all([centra.close(), sitoo.close()]),
  };
}

let running: Awaited<ReturnType<typeof startSystems>>;
let records: Records;
let closeRecords: TestRecords['close'];
let states: StockStates;

beforeAll(async () => {
  running = await startSystems();
});
afterAll(() => running.close());

afterEach(() => closeRecords());
beforeEach(async () => {
  for (const control of Object.values(running.controls)) {
    await control.post('world', world);
    await control.post('faults', { rules: [] });
  }
  ({ records, close: closeRecords } = await freshRecords());
  states = stockStates({ controls: running.controls, brand, records });
});

/** Opens a location with ten of each, and lets everything that lies there become one less. */
async function oneLess(location: string): Promise<void> {
  const rows = (physical: number) => SKUS.map((sku) => ({ location, sku, physical }));
  for (const [physical, initialStockOf] of [
    [10, [location]],
    [9, []],
  ] as const)
    await records.stockLedger.record(
      {
        levels: { reading: await records.stockLedger.nextReading(), at: Date.now(), rows: rows(physical) },
        initialStockOf,
      },
      policy,
    );
}

/** Publishes one batch of a location as the publisher does. */
async function publishNext(target: Target, location: string) {
  const [candidate] = await records.stockOutbox.candidates(target, [location]);
  if (!candidate) throw new Error('nothing is pending');
  const batch = await records.stockOutbox.claim(
    { target, location, direction: candidate.direction, limit: FIGURES },
    policy,
  );
  if (!batch) throw new Error('nothing could be claimed');
  const publisher = target === 'centra' ? centraPublisher(running.systems) : sitooPublisher(running.systems);
  return publishBatch(batch, {
    outbox: records.stockOutbox,
    publisher,
    policy,
    endsWithinMs: 0,
    lookedFor: new Set(),
  });
}

const refused = async (): Promise<string[]> => (await records.stockQueries.refusals()).map((r) => r.sku).sort();

describe('250 changes to Centra, of which three are of SKUs that it does not know', () => {
  it.each([
    ['names the unknown SKUs', false],
    ['does not name them', true],
  ])('A batch of 250 arrives in Centra as 247 in one change where Centra %s', async (_how, tightLipped) => {
    await running.controls.centra.post('settings', { tightLipped });
    await oneLess('store-01');
    expect(await publishNext('centra', 'store-01')).toMatchObject({ figures: 247, refused: 3, calls: 2 });
    const changes = await states.changes();
    expect(changes.map((change) => change.lines.length)).toEqual([247]);
    expect(await states.inShop('store-01', skuOf(0))).toBe(9);
    expect(await refused()).toEqual(BAD.map(skuOf));
    expect(await records.stockQueries.unpublished()).toEqual([]);
  });

  it('A batch is published once although its answer was lost', async () => {
    await running.controls.centra.post('faults', {
      rules: [{ operation: 'changeStock', fault: { kind: 'response-lost' }, times: 10, after: 1 }],
    });
    await oneLess('store-01');
    expect(await publishNext('centra', 'store-01')).toMatchObject({ figures: 247, refused: 3 });
    expect((await states.changes()).map((change) => change.lines.length)).toEqual([247]);
  });
});

describe('250 levels for the tills, of which three are of SKUs that they do not know', () => {
  it.each([
    ['each item answers for itself', false],
    ['the whole batch is refused without a word', true],
  ])('A batch of 250 levels arrives in Sitoo as 247 where %s', async (_how, tightLipped) => {
    await running.controls.sitoo.post('settings', { tightLipped });
    await oneLess('dc');
    expect(await publishNext('sitoo', 'dc')).toMatchObject({ figures: 247, refused: 3 });
    for (const nth of [0, 100, 248]) expect(await states.atTills('dc', skuOf(nth))).toBe(9);
    expect(await refused()).toEqual(BAD.map(skuOf));
  });
});
