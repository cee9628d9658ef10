import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type TemporalClient } from '../../client/temporal.js';
import { loadBrand } from '../../config/load-brand.js';
import { stockPolicyOf } from '../../domain/stock/policy.js';
import { terminateRehearsal } from '../../lab/day/harness/borrowed-servers.js';
import type { Records } from '../../systems/database/port.js';
import { freshRecords, type TestRecords } from '../support/records-of-test.js';
import { environmentOfTheRun, temporalOfTheRun } from '../support/temporal-of-the-run.js';
import { onepool } from '../support/test-shell.js';

/** A brand of its own, so that nobody else's loops are met. No worker listens for it. */
const BRAND = `cli-stock-${process.pid}`;
const SKU = 'TEE';
let folder: string;
let records: Records;
let closeRecords: TestRecords['close'];
let client: TemporalClient;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepool-stock-'));
  const brandPath = join(folder, 'brand.yaml');
  const text = await readFile('config/example.brand.yaml', 'utf8');
  const rule = `stock:\n  safetyStock: [{ units: 2, sku: ${SKU}, location: store-01 }]`;
  await writeFile(brandPath, text.replace('brand: nordvik', `brand: ${BRAND}`).replace('\nstock:', `\n${rule}`));
  const opened = await freshRecords({ maxConnections: 2 });
  ({ records, close: closeRecords } = opened);
  client = await connect(temporalOfTheRun());
  env = { ONEPOOL_BRAND: brandPath, ...environmentOfTheRun(opened.databaseUrl) };
  await sellOne(brandPath);
});
afterAll(async () => {
  await terminateRehearsal(client, BRAND);
  await client?.connection.close();
  await closeRecords?.();
  await rm(folder, { recursive: true });
});

/** Eight when Onepool began, one sold at a till, and published to Centra. */
async function sellOne(brandPath: string): Promise<void> {
  const policy = stockPolicyOf(loadBrand(brandPath), Date.now);
  const of = { system: 'sitoo', location: 'store-01', sku: SKU } as const;
  const opening = {
    ...of,
    reference: 'initial-stock/1',
    quantity: 8,
    cause: 'initial-stock',
    happenedAt: Date.now(),
  } as const;
  await records.stockLedger.record({ movements: [opening], initialStockOf: ['store-01'] }, policy);
  const sale = { ...of, reference: '900/1', quantity: -1, cause: 'till-sale', happenedAt: Date.now() } as const;
  await records.stockLedger.record({ movements: [sale] }, policy);
  const batch = await records.stockOutbox.claim(
    { target: 'centra', location: 'store-01', direction: 'out', limit: 10 },
    policy,
  );
  if (batch === undefined) throw new Error('nothing waits to be published');
  await records.stockOutbox.markSent(batch.id, batch.epoch);
  await records.stockOutbox.settle(batch.id, { state: 'done', ref: '1' }, policy);
}
const stock = (...args: string[]) => onepool(['stock', ...args], env);

describe('stock at the command line, from the ledger', () => {
  it('Stock is shown from the ledger, and every number explained, now and in the past', async () => {
    const { out, err, code } = await stock('show', SKU);
    expect([err, code]).toEqual(['', 0]);
    expect(out).toMatch(/^store-01 +7 +0 +2 \(rule: sku TEE at store-01\) +5$/m);
    expect(out).toMatch(/^store-01 +Centra +5 +5 +- +- +-$/m);

    const now = await stock('explain', SKU, 'store-01');
    expect(now.out).toContain('available 5 = physical 7 - reserved 0 - safety stock 2 (rule: sku TEE at store-01)');
    expect(now.out).toMatch(/ -1 +7 +sold at a till +- +sitoo 900\/1 +-$/m);
    expect(now.out).toMatch(/ Centra +-3 +5 +done +physical 7, reserved 0, safety stock 2 /);

    const then = await stock('explain', SKU, 'store-01', '--at', new Date().toISOString());
    expect(then.out).toContain('Centra showed 5, as published at');
    expect(then.out).toContain('), of which customers could buy 5\n');
    const before = await stock('explain', SKU, 'store-01', '--at', '2020-01-01T10:00');
    expect(before.out).toContain('Nothing had been published by then');
  });

  it('Stock status reports that nothing waits and nothing is refused', async () => {
    expect(await stock('refusals')).toMatchObject({ out: 'Nothing is refused.\n', code: 0 });
  });
});

describe('publishing stock, from the command line', () => {
  it('Publishing is paused and resumed, and the publisher is started where it does not run', async () => {
    const handle = client.workflow.getHandle(`publish-stock/${BRAND}/centra`);
    const paused = await stock('pause', 'centra', '--by', 'Ada', '--note', 'stock-take');
    expect(paused).toMatchObject({ code: 0, err: '' });
    expect(paused.out).toContain('Continue with: onepool stock resume centra');
    expect((await handle.describe()).status.name).toBe('RUNNING');
    expect(JSON.parse((await stock('resume', 'centra', '--json')).out)).toMatchObject({
      target: 'centra',
      resumed: { by: expect.stringMatching(/./) },
    });
  });

  it('Publishing needs a person when a publisher does not run or does not answer', async () => {
    // Starts it where it does not run.
    await stock('resume', 'centra');
    const { out, code } = await stock('status');
    expect(out).toContain('Centra: the publisher runs, but does not answer: check that a worker runs\n');
    expect(out).toContain('Sitoo: the publisher does not run. Start it with: onepool prepare\n');
    expect(code).toBe(3);
  });

  it('Reconciling starts immediately, and the output says where to watch it', async () => {
    const { out, code } = await stock('reconcile');
    expect(out).toContain(`/workflows/reconcile-stock%2F${BRAND}`);
    expect(code).toBe(0);
    expect(JSON.parse((await stock('reconcile', '--json')).out)).toMatchObject({ alreadyRunning: true });
  });
});
