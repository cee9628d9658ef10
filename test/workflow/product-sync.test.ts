import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationFailure, type WorkflowHandle } from '@temporalio/client';
import type { ProductActivities } from '../../activities/products/index.js';
import type { AuditReport } from '../../domain/products/report.js';
import type { ProductsState, SyncProducts } from '../../workflows/messages.js';
import { replay, runOf } from '../support/harness/histories.js';
import { keepHistory, type Way } from '../support/harness/kept-histories.js';
import { startWorkerOver, type WorkerUnderTest } from '../support/harness/worker-under-test.js';
import { until } from '../support/until.js';

/** What the workflows called, in order, and what the next reading of changes answers. */
let calls: string[] = [];
let refusals: string[] = [];
let changed = 0;

const note = (call: string): void => void calls.push(call);
const report = (due: number): AuditReport => ({
  products: 2,
  counts: {},
  due: { sitoo: due, wms: 0 },
  divergences: [],
  total: due,
});
const activities = {
  async listenToProducts() {
    note('listen');
  },
  async readProductPages({ what }) {
    note(`read ${what}`);
    return { done: true, pages: 1 };
  },
  async readProductChanges() {
    note('read changes');
    const refusal = refusals.shift();
    if (refusal) throw ApplicationFailure.nonRetryable(refusal, 'unauthorised');
    return { changed, due: 0 };
  },
  async compareProducts({ act }) {
    note(act ? 'compare and act' : 'compare');
    return report(changed);
  },
  async writeProducts({ system }) {
    note(`write ${system}`);
    return { written: 1, refused: 0, more: false };
  },
  async notifyOrdersOfProducts() {
    note('notify orders');
    return { notified: 0 };
  },
  async wakeProductSync() {
    note('wake the sync');
  },
} satisfies Partial<ProductActivities>;

const READ_EVERYTHING = ['read masters', 'read prices', 'read sitoo', 'read wms'];
/** Both systems are written at the same time, so the calls to one of them are left out. */
const WRITE = ['compare and act', 'write sitoo', 'notify orders'];

let worker: WorkerUnderTest;
beforeAll(async () => {
  worker = await startWorkerOver('product-sync', activities);
});
afterAll(() => worker?.close());
beforeEach(() => {
  [calls, refusals, changed] = [[], [], 1];
});

function syncOf(brand: string, everyMs: number): Promise<WorkflowHandle> {
  const input: SyncProducts = { brand, everyMs, gatherMs: 20 };
  const workflowId = `sync-products/${brand}-${Date.now()}`;
  return worker.client.workflow.start('syncProducts', { workflowId, taskQueue: worker.taskQueue, args: [input] });
}

async function endOf(sync: WorkflowHandle, way: Way): Promise<void> {
  await keepHistory(worker.client, way, sync);
  expect(await replay(worker.bundle, [await runOf(worker.client, sync.workflowId)])).toEqual([]);
  await sync.terminate();
}

const roundsOf = async (sync: WorkflowHandle): Promise<number> =>
  (await sync.query<ProductsState>('productsState')).rounds;
/** The calls without those whose order is open. */
const inOrder = (): string[] => calls.filter((call) => call !== 'write wms');

describe('The product sync', () => {
  it('The product sync reads everything once, then only what changed, and writes both systems', async () => {
    const sync = await syncOf('everything', 60_000);
    await until(async () => (await roundsOf(sync)) === 1, { what: 'the first round' });
    expect(inOrder()).toEqual(['listen', ...READ_EVERYTHING, 'read changes', ...WRITE]);
    expect(calls).toContain('write wms');

    calls = [];
    await sync.signal('wake');
    await until(async () => (await roundsOf(sync)) === 2, { what: 'a round of changes' });
    expect(inOrder()).toEqual(['read changes', ...WRITE]);

    [calls, changed] = [[], 0];
    await sync.signal('wake');
    await until(async () => (await roundsOf(sync)) === 3, { what: 'a round without changes' });
    expect(calls).toEqual(['read changes']);

    calls = [];
    await sync.signal('syncEverything');
    await until(async () => (await roundsOf(sync)) === 4, { what: 'a round of everything' });
    expect(inOrder()).toEqual(['listen', ...READ_EVERYTHING, 'read changes', 'compare and act', 'write sitoo']);
    expect(calls).toContain('write wms');
    await endOf(sync, 'syncProducts/everything-then-changes');
  });

  it('A product sync that the web shop refuses opens one case, reads everything again, and closes the case', async () => {
    refusals = ['Centra does not accept the token.', 'Centra does not accept the token.'];
    const sync = await syncOf('refused', 50);
    const cases = async () =>
      (await worker.records.cases.list({}, 10)).filter((row) => row.workflowId === sync.workflowId);
    await until(async () => (await cases()).some((row) => row.closedAt !== undefined), { what: 'the case to close' });
    expect(await cases()).toMatchObject([
      {
        code: 'system.unreachable',
        outcome: 'auto-resolved',
        whatHappened: 'Products cannot be synchronised. Centra does not accept the token.',
      },
    ]);
    expect(calls.filter((call) => call === 'listen')).toHaveLength(3);
    await endOf(sync, 'syncProducts/refused-and-recovered');
  });
});

describe('The audit of products', () => {
  async function audit(ask: boolean, way: Way): Promise<AuditReport> {
    const workflowId = `audit-products/${ask}-${Date.now()}`;
    const found: AuditReport = await worker.client.workflow.execute('auditProducts', {
      workflowId,
      taskQueue: worker.taskQueue,
      args: [{ brand: 'audited', ask }],
    });
    await keepHistory(worker.client, way, { workflowId });
    return found;
  }

  it('An audit that a person asks for changes nothing', async () => {
    expect(await audit(false, 'auditProducts/without-asking')).toEqual(report(1));
    expect(calls).toEqual([...READ_EVERYTHING, 'compare']);
  });

  it('An audit at night opens cases and wakes the product sync', async () => {
    await audit(true, 'auditProducts/asking');
    expect(calls).toEqual([...READ_EVERYTHING, 'compare and act', 'wake the sync']);
  });
});
