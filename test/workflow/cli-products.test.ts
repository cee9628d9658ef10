import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { ProductActivities } from '../../activities/products/index.js';
import { connect, type TemporalClient } from '../../client/temporal.js';
import { createLog } from '../../config/log.js';
import { syncProductsWorkflowId, taskQueueOf } from '../../domain/names.js';
import type { AuditReport } from '../../domain/products/report.js';
import type { Records } from '../../systems/database/port.js';
import { installRuntime } from '../../workers/runtime.js';
import { fullNameOf } from '../../workflows/task-queues.js';
import { bundleOfWorkflows } from '../support/harness/histories.js';
import { asId } from '../support/ids.js';
import { freshRecords, type TestRecords } from '../support/records-of-test.js';
import { environmentOfTheRun, temporalNamespace, temporalOfTheRun } from '../support/temporal-of-the-run.js';
import { onepool } from '../support/test-shell.js';
import { until } from '../support/until.js';

const BRAND = `cli-products-${process.pid}`;
const AGREED: AuditReport = { products: 2, counts: {}, due: { sitoo: 0, wms: 0 }, divergences: [], total: 0 };
const DIFFERS: AuditReport = {
  products: 2,
  counts: { missing: 1, 'price-differs': 1 },
  due: { sitoo: 1, wms: 0 },
  divergences: [
    { kind: 'price-differs', sku: 'CAP', system: 'sitoo', field: 'price', sentence: 'It is 1.00.', remedy: 'ask' },
  ],
  total: 2,
};

let folder: string;
let records: Records;
let closeRecords: TestRecords['close'];
let client: TemporalClient;
let env: Record<string, string>;
let close: () => Promise<void>;
/** What the next comparison finds, and which steps were taken for it. */
let found = AGREED;
let steps: string[] = [];

/** The steps of a comparison without any counterpart. */
const comparison: Pick<ProductActivities, 'listenToProducts' | 'readProductPages' | 'compareProducts'> = {
  async listenToProducts() {},
  async readProductPages({ what }) {
    steps.push(`read ${what}`);
    return { done: true, pages: 1 };
  },
  async compareProducts({ act }) {
    steps.push(act ? 'compare and act' : 'compare');
    return found;
  },
};

beforeAll(async () => {
  installRuntime(createLog('cli-products', { terminal: false, destination: { write() {} } }));
  folder = await mkdtemp(join(tmpdir(), 'onepool-products-'));
  const text = (await readFile('config/example.brand.yaml', 'utf8')).replace('brand: nordvik', `brand: ${BRAND}`);
  await writeFile(join(folder, 'off.yaml'), text);
  await writeFile(join(folder, 'on.yaml'), `${text}\nproducts: { sync: on }\n`);
  const [bundle, connection] = await Promise.all([bundleOfWorkflows(), NativeConnection.connect(temporalOfTheRun())]);
  const opened = await freshRecords({ maxConnections: 2 });
  ({ records, close: closeRecords } = opened);
  client = await connect(temporalOfTheRun());
  env = { ONEPOOL_BRAND: join(folder, 'on.yaml'), ...environmentOfTheRun(opened.databaseUrl) };
  const worker = await Worker.create({
    connection,
    namespace: temporalNamespace,
    taskQueue: taskQueueOf(BRAND),
    activities: comparison,
    workflowBundle: bundle,
  });
  const callers = await Worker.create({
    connection,
    namespace: temporalNamespace,
    taskQueue: fullNameOf(taskQueueOf(BRAND), 'products'),
    activities: comparison,
  });
  const running = Promise.all([worker.run(), callers.run()]);
  close = async () => {
    worker.shutdown();
    callers.shutdown();
    await running;
    await connection.close();
  };
});
afterAll(async () => {
  await close?.();
  await client?.connection.close();
  await closeRecords?.();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  steps = [];
});

const products = (...args: string[]) => onepool(['products', ...args], env);
const COMPARED = ['read masters', 'read prices', 'read sitoo', 'read wms', 'compare'];

describe('onepool products audit', () => {
  it('The product audit reports that all counterparts agree', async () => {
    found = AGREED;
    expect(await products('audit')).toEqual({ out: 'All 2 products agree everywhere.\n', err: '', code: 0 });
    expect(steps).toEqual(COMPARED);
  });

  it('The product audit lists what differs and ends with code 3', async () => {
    found = DIFFERS;
    const { out, code } = await products('audit');
    expect(out).toMatch(/^CAP +sitoo +price-differs +It is 1\.00\.$/m);
    expect(out).toContain('And 1 more.\n');
    expect(out).toContain('2 products, 2 differences. To write: 1 in Sitoo, 0 in the WMS.\n');
    expect(code).toBe(3);
    expect(steps).toEqual(COMPARED);
  });

  it('The product audit prints JSON for a script', async () => {
    found = DIFFERS;
    const { out, code } = await products('audit', '--json');
    expect(JSON.parse(out)).toEqual(DIFFERS);
    expect(code).toBe(3);
  });
});

describe('onepool products sync', () => {
  const isThere = async (): Promise<boolean> =>
    client.workflow
      .getHandle(syncProductsWorkflowId(BRAND))
      .describe()
      .then(() => true)
      .catch(() => false);

  it('The product sync prints in a dry run what it would write, and starts nothing', async () => {
    found = DIFFERS;
    const { out, code } = await products('sync', '--dry-run');
    expect(out).toContain('To write: 1 in Sitoo, 0 in the WMS.\n');
    expect(code).toBe(0);
    const json = await products('sync', '--dry-run', '--json');
    expect(JSON.parse(json.out)).toEqual(DIFFERS);
    expect(steps).toEqual([...COMPARED, ...COMPARED]);
    expect(await isThere()).toBe(false);
  });

  it('The product sync writes nothing for a brand that has it off', async () => {
    const { err, code } = await onepool(['products', 'sync'], { ...env, ONEPOOL_BRAND: join(folder, 'off.yaml') });
    expect(err).toContain('products.sync is off in the brand file. Set it to on, or use --dry-run.');
    expect(code).toBe(1);
    expect(await isThere()).toBe(false);
  });

  it('The product sync starts its workflow, requests a full read, and prints where to watch it', async () => {
    const workflowId = syncProductsWorkflowId(BRAND);
    const link = `/workflows/${encodeURIComponent(workflowId)}`;
    const first = await products('sync');
    expect(first).toMatchObject({ err: '', code: 0 });
    expect(first.out).toContain('Reading all products again, and writing where they differ: ');
    expect(first.out).toContain(link);
    const again = JSON.parse((await products('sync', '--json')).out);
    expect(again).toEqual({ workflowId, url: expect.stringContaining(link) });
    const handle = client.workflow.getHandle(workflowId);
    const signals = async () =>
      ((await handle.fetchHistory()).events ?? []).flatMap(
        (event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? [],
      );
    // One that comes while the process takes a step is written down after it.
    await until(async () => (await signals()).length > 1, { what: 'both signals to be written down' });
    expect(await signals()).toEqual(['syncEverything', 'syncEverything']);
    await handle.terminate('end of the test');
  });
});

describe('onepool products show', () => {
  const CAP = { name: 'Cap', barcode: '731', active: true };
  beforeAll(async () => {
    const book = records.products;
    await book.saveMasters([{ sku: 'CAP', product: 1, variant: 1, size: 1, offered: true, ...CAP }]);
    await book.savePrices([{ variant: 1, display: 1, prices: { 11: 19_900 } }]);
    await book.saveReplicas('sitoo', [{ sku: 'CAP', ref: asId('11'), ...CAP, priceMinor: 100 }]);
    await book.setDue('wms', ['CAP'], { after: '' });
  });

  it('A product is shown with its state everywhere and what waits', async () => {
    const { out, code } = await products('show', 'CAP');
    expect(out).toMatch(/^web shop +"Cap" +199\.00 SEK +"731" +active +nothing$/m);
    expect(out).toMatch(/^sitoo, last seen +"Cap" +1\.00 SEK +"731" +active +nothing$/m);
    expect(out).toMatch(/^wms, last seen +- +- +- +- +-$/m);
    expect(out).toContain('wms: not written yet.\n');
    expect(code).toBe(0);
  });

  it('A product that a counterpart refuses needs a person', async () => {
    await records.products.recordResults('wms', [{ sku: 'CAP', wanted: CAP, refused: 'No such unit.' }]);
    const shown = await products('show', 'CAP');
    expect(shown.out).toContain('wms refuses it: No such unit.\n');
    expect(shown.code).toBe(3);
    const json = await products('show', 'CAP', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      master: { sku: 'CAP', priceMinor: 19_900 },
      replicas: [
        { system: 'sitoo', seen: { priceMinor: 100 }, due: false },
        { system: 'wms', refused: 'No such unit.' },
      ],
    });
    expect(json.code).toBe(3);
  });

  it('A product that was never read is unknown', async () => {
    const { err, code } = await products('show', 'CAPP');
    expect(err).toContain('Onepool has read no product CAPP yet.');
    expect(code).toBe(1);
  });
});
