import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startProductSync } from '../../client/products/start-product-sync.js';
import { readSitooState, readWmsState } from '../../lab/simulators/read-states.js';
import type { ProductsState } from '../../workflows/messages.js';
import { afterwards } from '../support/harness/afterwards.js';
import { failOnce } from '../support/harness/faults.js';
import { replay, runOf } from '../support/harness/histories.js';
import { killableSteps } from '../support/harness/killable-worker.js';
import { SOLD_BLINDLY } from '../support/harness/world.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

const PRICELIST = 7;
const LOADED = 300;
const WRITES = { sitoo: ['POST products', 'PUT products', 'PUT pricelistitems'], wms: ['PUT articles'] } as const;
const SYSTEMS = ['sitoo', 'wms'] as const;
/** Every step of carrying products down. */
const STEPS = [
  'readProductPages',
  'readProductChanges',
  'compareProducts',
  'writeProducts',
  'notifyOrdersOfProducts',
] as const;

const { deaths, killable } = killableSteps();

interface Wanted {
  readonly sku: string;
  readonly name: string;
  readonly barcode: string;
  readonly priceMinor: number;
  readonly active: boolean;
}

let harness: Harness;
let sync = '';
let edition = 0;

beforeAll(async () => {
  harness = await startHarness(
    'product-faults',
    { ...SOLD_BLINDLY, products: { sync: 'on', sitooPricelist: PRICELIST } },
    { wrapActivities: killable },
  );
});
afterAll(() => harness?.close());

const carryDown = async (): Promise<void> => {
  sync = (await startProductSync(harness.client, harness.brand, true)) ?? '';
};
const state = () => harness.client.workflow.getHandle(sync).query<ProductsState>('productsState');
const readReplicas = async () => ({
  tills: (await readSitooState(harness.controls.sitoo)).products,
  articles: (await readWmsState(harness.controls.wms)).articles,
});
const callsOf = async () => ({ ...(await harness.states.calls('sitoo')), ...(await harness.states.calls('wms')) });

/** In what the replicas are not what the web shop wants of these products. */
async function differences(wanted: readonly Wanted[]): Promise<string[]> {
  const { tills, articles } = await readReplicas();
  const bySku = new Map(tills.map((row) => [row.sku, row]));
  const inWarehouse = new Map(articles.map((row) => [row.sku, row]));
  return wanted.flatMap(({ sku, name, barcode, priceMinor, active }) => {
    const row = bySku.get(sku);
    // What is not sold any more has no price in the web shop, and keeps the one that it had.
    const prices = row && active ? [row.priceMinor, row.pricelists[PRICELIST]] : [];
    const atTills = row && [row.name, row.barcode, row.active, ...prices];
    const there = inWarehouse.get(sku);
    const article = there && [there.name, there.barcode, there.active];
    const said = [atTills, article].map((values) => JSON.stringify(values));
    const right = [
      [name, barcode, active, ...(active ? [priceMinor, priceMinor] : [])],
      [name, barcode, active],
    ].map((values) => JSON.stringify(values));
    return said.join() === right.join() ? [] : [`${sku}: ${said.join(' and ')} instead of ${right.join(' and ')}`];
  });
}

/** Waits until the products are right everywhere and nothing is left to do, and checks that none exists twice. */
async function arrive(wanted: readonly Wanted[]): Promise<void> {
  const rest = async (): Promise<boolean> => {
    if ((await differences(wanted)).length > 0) return false;
    const { systems } = await harness.records.products.progress();
    return SYSTEMS.every((system) => systems[system].due === 0) && (await state()).phase === 'waiting';
  };
  await until(rest, { withinMs: 45_000, everyMs: 100, what: 'the products to arrive' }).catch(async (late: Error) => {
    const published = { ...(await state()), ...(await harness.records.products.progress()).systems };
    throw new Error(
      `${late.message}: ${JSON.stringify(published)} ${(await differences(wanted)).slice(0, 3).join('; ')}`,
    );
  });
  const { tills, articles } = await readReplicas();
  expect(new Set(tills.map(({ productid }) => productid)).size).toBe(tills.length);
  expect(new Set(articles.map(({ sku }) => sku)).size).toBe(articles.length);
  // A product that was created twice would have been refused the second time.
  for (const code of ['product.refused', 'product.diverges', 'system.unreachable'])
    expect((await harness.records.cases.list({ code }, 5)).map((row) => row.whatHappened)).toEqual([]);
  // Nothing that was being written is left, which the next round would take for an edit of someone else.
  const replicas = (
    await Promise.all(SYSTEMS.map((system) => harness.records.products.replicas(system, { after: '', limit: 1_000 })))
  ).flat();
  const ours = new Set(wanted.map(({ sku }) => sku));
  expect(replicas.filter(({ sku, seen, written }) => ours.has(sku) && (!seen || !written))).toEqual([]);
}

/** The staff of the web shop add a product or change everything about it. */
const editOf = (sku: string, barcode: string): Wanted => ({
  sku,
  name: `${sku}, edition ${edition}`,
  barcode,
  priceMinor: 10_000 + 100 * edition,
  active: true,
});
async function edit(wanted: readonly Wanted[]): Promise<void> {
  const results = await harness.controls.centra.act(wanted.map((row) => ({ type: 'ams.product', ...row })));
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
}
/** Three new products, and two that are known below; one that got another name and barcode would be another product. */
function collection(): Wanted[] {
  edition += 1;
  const fresh = [1, 2, 3].map((n) => editOf(`E${edition}-${n}`, `74${edition * 10 + n}`));
  const renamed = editOf('CAP', '7300000000003');
  const taken = { ...editOf('BELT', `76${edition}`), name: 'Article 6', active: edition % 2 === 0 };
  return [...fresh, renamed, taken];
}

describe('a first load that breaks off', () => {
  it('A first load that breaks off continues with the product it was at', async () => {
    const wanted = Array.from({ length: LOADED }, (_, n) => editOf(`LOAD-${n}`, `73${10_000 + n}`));
    await edit(wanted);
    await harness.controls.sitoo.post('faults', {
      rules: [{ operation: 'POST products', fault: { kind: 'status', status: 500, body: 'oops' }, times: 1, after: 1 }],
    });
    await harness.controls.wms.post('faults', {
      rules: [{ operation: 'PUT articles', fault: { kind: 'connection-reset' }, times: 1, after: 120 }],
    });
    const before = await callsOf();
    await carryDown();
    await arrive(wanted);
    const after = await callsOf();
    const made = (operation: string) => (after[operation] ?? 0) - (before[operation] ?? 0);
    // Two batches at the tills and all but what the warehouse has already; each call that broke off is made once more.
    const others = { atTills: ['NEW-IN', 'OLD-NAME'], inWarehouse: ['NEW-IN', 'OLD-NAME', 'LATE-IN'] };
    expect(made('POST products')).toBe(Math.ceil((LOADED + others.atTills.length) / 250) + 1);
    expect(made('PUT articles')).toBe(LOADED + others.inWarehouse.length + 1);
  });
});

describe('every write of a product', () => {
  it.each([
    { name: 'answer is lost after it took effect', fault: { kind: 'response-lost' } },
    { name: 'connection is reset before it took effect', fault: { kind: 'connection-reset' } },
    { name: 'answer is a server error', fault: { kind: 'status', status: 500, body: 'oops' } },
    { name: 'answer stops half way', fault: { kind: 'truncated' } },
    { name: 'call is throttled', fault: { kind: 'status', status: 429, headers: { 'retry-after': '1' } } },
  ])('Each product exists once, as in the web shop, when at every write the $name', async ({ fault }) => {
    const before = await callsOf();
    const calm = await failOnce(harness.controls, WRITES, fault);
    const wanted = collection();
    await edit(wanted);
    await carryDown();
    await arrive(wanted);
    await calm();
    const after = await callsOf();
    const untouched = Object.values(WRITES)
      .flat()
      .filter((operation) => (after[operation] ?? 0) <= (before[operation] ?? 0));
    expect(untouched).toEqual([]);
  });
});

describe('every step of the product sync', () => {
  it.each([
    { name: 'die before their work', at: ['before'] as const },
    { name: 'die after their work and before their report', at: ['after'] as const },
    { name: 'die again while they are repeated', at: ['after', 'before', 'after'] as const },
  ])('The product sync continues and writes each product once when its steps $name', async ({ at }) => {
    for (const step of STEPS) deaths.set(step, [...at]);
    const wanted = collection();
    await edit(wanted);
    await carryDown();
    const died = () => STEPS.every((step) => deaths.get(step)?.length === 0);
    await until(async () => died(), { withinMs: 45_000, what: 'every step to have died' });
    await arrive(wanted);
    deaths.clear();
  });
});

describe('the product sync', () => {
  it('The product sync has a history that replays', async () => {
    await carryDown();
    const handle = harness.client.workflow.getHandle(sync);
    await handle.terminate('the test is over');
    expect(await replay(harness.bundle, [await runOf(harness.client, sync)])).toEqual([]);
  });
});

afterwards(() => harness);
