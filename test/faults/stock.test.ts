import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publisherWorkflowId } from '../../domain/names.js';
import { afterwards } from '../support/harness/afterwards.js';
import { type StockStates, stockStates } from '../support/harness/stock-states.js';
import { type Harness, startHarness } from '../support/harness.js';
import { until } from '../support/until.js';

const STORES = ['store-01', 'store-02', 'store-03'] as const;
const SKUS = ['TEE-S', 'TEE-M', 'TEE-L', 'CAP', 'SOCK', 'BELT'] as const;
const SYSTEMS = ['centra', 'sitoo', 'wms'] as const;

let harness: Harness;
let states: StockStates;
let receipt = 0;

beforeAll(async () => {
  harness = await startHarness('stock-faults');
  states = stockStates(harness);
  await states.opened();
});
afterAll(() => harness?.close());

const saleOf = (nth: number, at?: string) => {
  receipt += 1;
  return {
    type: 'pos.sale',
    location: STORES[nth % STORES.length],
    receipt: `F${receipt}`,
    lines: [{ sku: SKUS[nth % SKUS.length], quantity: 1 + (nth % 2) }],
    ...(at === undefined ? {} : { at }),
  };
};

/** All sales in one go, as a till uploads them. */
async function sell(count: number, at?: string): Promise<void> {
  const results = await harness.controls.sitoo.act(Array.from({ length: count }, (_, nth) => saleOf(nth, at)));
  expect(results.filter((r) => !r.ok)).toEqual([]);
}

/** Waits until the ledger and all counterparts agree. */
const agree = (): Promise<void> => states.agree(40_000);

async function setFaults(rules: Readonly<Partial<Record<(typeof SYSTEMS)[number], readonly object[]>>>): Promise<void> {
  for (const system of SYSTEMS) {
    await harness.controls[system].post('faults', { rules: [] });
    if (rules[system]) await harness.controls[system].post('faults', { rules: rules[system] });
  }
}

const FAULTS = [
  { name: 'lost after it took effect', fault: { kind: 'response-lost' } },
  { name: 'cut off half way', fault: { kind: 'truncated' } },
  { name: 'a server error', fault: { kind: 'status', status: 500, body: 'oops' } },
] as const;

describe('every stock call', () => {
  it.each(FAULTS)(
    'No unit is counted twice and none is lost when the answer to every stock call is $name',
    async ({ fault }) => {
      const calls = (await harness.states.calls('centra')).changeStock ?? 0;
      await setFaults({
        // Not one answer of Centra that a change was made arrives.
        centra: [{ operation: 'changeStock', fault, times: fault.kind === 'status' ? 3 : 10_000 }],
        sitoo: [
          { operation: 'PUT warehouseitems', fault, times: 4 },
          { operation: 'GET warehousetransactions', fault, times: 2 },
        ],
        wms: [{ operation: 'GET articles/inventoryPerWarehouse', fault, times: 2 }],
      });
      await sell(30);
      await harness.warehouse.act({ type: 'wms.receive', sku: 'TEE-M', quantity: 12 });
      await harness.warehouse.act({ type: 'wms.adjust', sku: 'CAP', quantity: -3 });
      await agree();
      expect((await harness.states.calls('centra')).changeStock).toBeGreaterThan(calls);
      await setFaults({});
    },
  );
});

describe('a till that was offline', () => {
  it('A till that uploads 200 sales after six hours offline is recorded in full and published in few calls', async () => {
    const before = (await states.changes()).length;
    await sell(200, new Date(Date.now() - 6 * 3_600_000).toISOString());
    await agree();
    // Three stores: one change each, and a few more where the upload was read in the middle.
    expect((await states.changes()).length - before).toBeLessThan(30);
  });
});

describe('lost events', () => {
  it('Followers find what happened by their cursors when every event of every counterpart is lost', async () => {
    for (const system of SYSTEMS)
      await harness.controls[system].post('event-faults', { rules: [{ fault: 'lost', times: 1_000_000 }] });
    await sell(40);
    await harness.warehouse.act({ type: 'wms.receive', sku: 'SOCK', quantity: 5 });
    await agree();
    for (const system of SYSTEMS) await harness.controls[system].post('event-faults', { rules: [] });
  });
});

describe('a journal page that is read twice', () => {
  it('A journal page that is read twice changes nothing', async () => {
    const before = await harness.records.stockQueries.physicalStock();
    await harness.records.cursors.set('sitoo/journal', '0');
    // A sale wakes the follower, which now reads everything from the beginning.
    await sell(1);
    const newest = await harness.systems.sitoo.newestJournalId();
    await until(async () => (await harness.records.cursors.get('sitoo/journal')) === String(newest), {
      withinMs: 20_000,
      what: 'the journal to be read again',
    });
    await agree();
    const sum = (rows: typeof before): number => rows.reduce((total, row) => total + row.physical, 0);
    // Initial stock was in the journal too, under names of its own: it is not recorded as goods that came in.
    expect(sum(await harness.records.stockQueries.physicalStock())).toBe(sum(before) - 1);
  });
});

describe('reconciling among sales, shipments and changes by others', () => {
  it('Reconciling among sales, shipments and changes by others overwrites nothing newer, and finds what is unexplained', async () => {
    const { brand } = harness.brand;
    let sold = true;
    const busy = (async () => {
      for (let round = 0; sold; round += 1) {
        await sell(3);
        // As fast as the follower reads, so that there is always something on its way and the shelves do not run dry.
        const newest = String(await harness.systems.sitoo.newestJournalId());
        await until(async () => (await harness.records.cursors.get('sitoo/journal')) === newest, { withinMs: 20_000 });
        if (round % 5 === 0)
          await harness.shop.act({ type: 'ams.stock', location: 'store-02', sku: 'CAP', quantity: 2 });
      }
    })();
    const shipping = (async () => {
      for (let nth = 0; nth < 3; nth += 1) {
        const order = await harness.webOrder({ lines: [{ sku: 'TEE-L', quantity: 1 }] });
        await harness.sendFromWarehouse(order.inWarehouse(), `N-${order.number}`);
        expect(await order.outcome()).toBe('fulfilled');
      }
    })();
    for (let nth = 0; nth < 4; nth += 1)
      await harness.client.workflow.execute('reconcileStock', {
        workflowId: `reconcile-stock/${brand}/test-${nth}`,
        taskQueue: `onepool-${brand}`,
        args: [{ brand }],
      });
    await shipping;
    sold = false;
    await busy;
    // What others put in last is still to be found, now that the store has come to rest.
    await harness.client.workflow.execute('reconcileStock', {
      workflowId: `reconcile-stock/${brand}/test-last`,
      taskQueue: `onepool-${brand}`,
      args: [{ brand }],
    });
    await agree();
  });
});

describe('the stock publisher', () => {
  it('The stock publisher has continued as a new run by now, and nothing was lost', async () => {
    const loop = publisherWorkflowId(harness.brand.brand, 'centra');
    const query = `WorkflowId = "${loop}" AND ExecutionStatus = "ContinuedAsNew"`;
    const handedOver = async () => (await harness.client.workflow.count(query)).count;
    // The runs of this server are short: it suggests the next one after some hundred events.
    await until(
      async () => {
        if ((await handedOver()) > 0) return true;
        await sell(3);
        return false;
      },
      { withinMs: 40_000, everyMs: 200, what: 'a second run' },
    );
    await agree();
  });
});

afterwards(() => harness);
