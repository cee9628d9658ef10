import { describe, expect, it } from '@jest/globals';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { followJournal } from '../../activities/stock/ingest/follow-journal.js';
import { storeDeliveries } from '../../activities/stock/ingest/store-deliveries.js';
import { lateTransferCases, SHIPMENTS_A_PAGE } from '../../activities/stock/late-transfers.js';
import { CAUSES_OF_FALLS } from '../../domain/stock/ledger/orders-of-others.js';
import type { StockEntry } from '../../domain/stock/ledger/stock-entry.js';
import { countingClient } from '../../lab/proofs/limits/counting-client.js';
import type { CaseRow, Records } from '../../systems/database/port.js';
import type { LateTransfer } from '../../systems/database/stock-port.js';
import type { JournalRow, SitooPort } from '../../systems/sitoo/port.js';
import { fakeStockLedger } from '../support/fake-stock-ledger.js';
import { followerMemory } from '../support/follower-memory.js';
import { sitooWarehouse } from '../support/ids.js';
import { inActivity } from '../support/in-activity.js';
import { MemoryLedger } from '../support/memory-ledger.js';
import { signalledClient } from '../support/signalled-client.js';
import { journalRow, orderReading, stockPolicy } from '../support/stock-ledger.js';
import { testBrand } from '../support/web-order.js';

const SKU = 'TEE-M';

/** What the pool may sell of the SKU, over all places. */
const soldFrom = (ledger: MemoryLedger): number =>
  ledger.positions().reduce((units, { physical }) => units + physical, 0);

function pool() {
  const ledger = new MemoryLedger(stockPolicy());
  const at = (location: string) => ({ location, sku: SKU });
  const level = (reading: number, physical: number): void =>
    ledger.record({ levels: { reading, at: reading, rows: [{ ...at('dc'), physical }] } });
  level(1, 10);
  ledger.record({ movements: [journalRow(at('store-1'), 10), journalRow(at('store-2'), 10)] });
  return { ledger, at, level };
}

describe('goods on their way between places', () => {
  it('Goods in transit between two stores are sold at neither, and count once when they have arrived', () => {
    const { ledger, at } = pool();
    ledger.record({ movements: [journalRow(at('store-1'), -3, { cause: 'store-issue' })] });
    expect(soldFrom(ledger)).toBe(27);
    const arrival = journalRow(at('store-2'), 3, { cause: 'store-intake' });
    ledger.record({ movements: [arrival] });
    ledger.record({ movements: [arrival] });
    expect(ledger.positions().map(({ location, physical }) => [location, physical])).toEqual(
      expect.arrayContaining([
        ['store-1', 7],
        ['store-2', 13],
        ['dc', 10],
      ]),
    );
  });

  it('A refill from the warehouse is sold at neither place while it travels, and counts once when the store has received it', () => {
    const { ledger, at, level } = pool();
    // An order that is not ours: the level falls, and nothing explains it.
    level(2, 4);
    expect(soldFrom(ledger)).toBe(24);
    expect(ledger.at(at('dc'))?.unitsForCentra).toBe(4);
    ledger.record({ movements: [journalRow(at('store-2'), 6, { cause: 'store-intake' })] });
    level(3, 4);
    expect(soldFrom(ledger)).toBe(30);
    expect(ledger.at(at('store-2'))).toMatchObject({ physical: 16, unitsForCentra: 16 });
  });
});

const brand = testBrand();
const log = { info() {}, warn() {} };

/** What the follower of the journal records of these rows. */
async function recordedOf(rows: readonly Omit<JournalRow, 'createdAt'>[]): Promise<StockEntry[]> {
  const memory = followerMemory();
  memory.cursors.set('sitoo/journal', '0');
  const entries: StockEntry[] = [];
  const sitoo: Partial<SitooPort> = {
    journal: async (from) => rows.filter(({ id }) => id >= from).map((row) => ({ ...row, createdAt: 9 })),
  };
  const records: Partial<Records> = {
    ...memory.records,
    stockLedger: fakeStockLedger({ hasInitialStock: async () => true, unsettledOrders: async () => [] }),
  };
  const recorder = {
    record: async (entry: StockEntry) => {
      entries.push(entry);
      if (entry.cursor) memory.cursors.set(entry.cursor.name, entry.cursor.value);
      return 0;
    },
    notifyShortages: async () => {},
  };
  const needs = {
    brand,
    sitoo: sitoo as SitooPort,
    records: records as Records,
    temporal: countingClient().client,
    log,
  };
  await inActivity(followJournal(needs, recorder, storeDeliveries({ sitoo: { deliveries: async () => [] } })));
  return entries;
}

describe('goods that name the shipment with which they travel', () => {
  it('A refill that left a warehouse by the journal of the tills is awaited like goods from a store, and changes no stock', async () => {
    const [store] = brand.locations.filter(({ kind }) => kind === 'store');
    const [warehouse] = brand.locations.filter(({ kind }) => kind === 'warehouse');
    if (!store || !warehouse) throw new Error('the brand lacks a location');
    const items = (quantity: number) => [{ sku: SKU, quantity }];
    const [entry] = await recordedOf([
      { id: 1, warehouseId: sitooWarehouse(warehouse.sitoo ?? 0), kind: 'issue', shipmentId: 7, items: items(-3) },
      { id: 2, warehouseId: sitooWarehouse(store.sitoo ?? 0), kind: 'intake', shipmentId: 7, items: items(2) },
      { id: 3, warehouseId: sitooWarehouse(store.sitoo ?? 0), kind: 'issue', items: items(-1) },
      { id: 4, warehouseId: sitooWarehouse(999), kind: 'issue', shipmentId: 8, items: items(-1) },
    ]);
    expect(entry?.transfers).toEqual([
      { row: 1, shipment: 7, at: 9_000, location: warehouse.id, sku: SKU, quantity: -3 },
      { row: 2, shipment: 7, at: 9_000, location: store.id, sku: SKU, quantity: 2 },
    ]);
    expect(entry?.movements?.map(({ location, quantity }) => [location, quantity])).toEqual([
      [store.id, 2],
      [store.id, -1],
    ]);
  });

  it('Goods that leave a store with a shipment are never taken for the pick of an order of others', async () => {
    const [store] = brand.locations.filter(({ kind }) => kind === 'store');
    if (!store) throw new Error('the brand lacks a store');
    const warehouseId = sitooWarehouse(store.sitoo ?? 0);
    const items = [{ sku: SKU, quantity: -3 }];
    const [entry] = await recordedOf([
      { id: 1, warehouseId, kind: 'issue', shipmentId: 7, items },
      { id: 2, warehouseId, kind: 'unknown', shipmentId: 8, items },
      { id: 3, warehouseId, kind: 'issue', items },
    ]);
    const causes = entry?.movements?.map(({ cause }) => cause) ?? [];
    expect(causes).toEqual(['store-transfer', 'store-transfer', 'store-issue']);
    expect(causes.filter((cause) => CAUSES_OF_FALLS.includes(cause))).toEqual(['store-issue']);
    const { ledger, at } = pool();
    const here = at('store-1');
    ledger.record({ orders: [orderReading('900', [{ ...here, outstanding: 3 }], { ofOthers: true })] });
    ledger.record({ movements: [journalRow(here, -3, { cause: causes[0] ?? 'store-issue' })] });
    // The goods of the order are still to leave: Centra must not sell those that travel.
    expect(ledger.at(here)).toMatchObject({ physical: 7, unitsForCentra: 7 });
    expect(ledger.at(here)?.orders.get('centra 900')).toMatchObject({ outstanding: 3, picked: 0 });
  });

  it('Goods that left for another location and did not arrive in time are asked about once, and the case closes when they arrive', async () => {
    const world = lateWorld();
    world.late.push({
      ...{ shipment: 7, location: 'store-01', since: Date.UTC(2026, 10, 3) },
      missing: [{ sku: SKU, quantity: 2 }],
    });
    await world.round();
    await world.round();
    expect(world.windows).toEqual([7, 7]);
    expect(world.asked).toEqual([
      [
        {
          code: 'stock.transfer-late',
          sentence: 'Shipment 7 left store-01 on 2026-11-03, and 2 of TEE-M have not arrived anywhere.',
        },
        'REJECT_DUPLICATE',
      ],
    ]);
    expect(world.closed).toEqual([]);
    world.late.length = 0;
    await world.round();
    expect(world.closed).toEqual([expect.stringContaining('transfer-late/7')]);
  });

  it('However many shipments are late, each is asked about, and what arrives closes its case', async () => {
    const world = lateWorld();
    world.late.push(...lateShipments(2 * SHIPMENTS_A_PAGE + 30));
    await world.round();
    const inOneRound = world.asked.length;
    // A person finds that half of these are lost: they will never arrive.
    world.answer(inOneRound / 2);
    const rounds = Math.ceil(world.late.length / inOneRound);
    for (let more = 1; more < rounds; more += 1) await world.round();
    expect(world.asked).toHaveLength(world.late.length);
    await world.round();
    expect(world.asked).toHaveLength(world.late.length);
    // What a person has answered is not started again in every round only to be refused.
    expect(world.starts).toBe(world.late.length);
    expect(world.closed).toEqual([]);
    world.late.splice(300, 1);
    await world.round();
    expect(world.closed).toEqual([expect.stringContaining('transfer-late/301')]);
  });

  it('A case about goods that left very long ago stays open until they arrive', async () => {
    const world = lateWorld();
    world.late.push(...lateShipments(1));
    await world.round();
    world.isBeyondTheWindow = true;
    await world.round();
    expect(world.closed).toEqual([]);
    world.late.length = 0;
    await world.round();
    expect(world.closed).toHaveLength(1);
  });
});

const lateShipments = (count: number): LateTransfer[] =>
  Array.from({ length: count }, (_, nth) => ({
    ...{ shipment: nth + 1, location: 'store-01', since: Math.floor(nth / 3) },
    missing: [{ sku: SKU, quantity: 2 }],
  }));

interface Started {
  readonly workflowId: string;
  readonly args: { readonly problem: object; readonly subject: string }[];
  readonly workflowIdReusePolicy: string;
}

/** Records with late shipments, and a server on which each case is opened once for ever. */
function lateWorld() {
  const DAY_MS = 86_400_000;
  const late: LateTransfer[] = [];
  const open: CaseRow[] = [];
  const answered: CaseRow[] = [];
  const [asked, closed, windows]: [unknown[], string[], number[]] = [[], [], []];
  const known = new Set<string>();
  const world = { late, asked, closed, windows, isBeyondTheWindow: false, starts: 0 };
  const temporal = signalledClient(async (workflowId) => {
    closed.push(workflowId);
    open.splice(
      open.findIndex((row) => row.workflowId === workflowId),
      1,
    );
  });
  const start = async (type: string, { workflowId, args: [input], workflowIdReusePolicy }: Started): Promise<void> => {
    world.starts += 1;
    if (known.has(workflowId)) throw new WorkflowExecutionAlreadyStartedError('it was asked', workflowId, type);
    known.add(workflowId);
    asked.push([input?.problem, workflowIdReusePolicy]);
    open.push({
      ...{ caseId: workflowId, workflowId, brand: brand.brand, code: 'stock.transfer-late', codes: [] },
      ...{ subject: input?.subject ?? '', owner: 'retail', severity: 'normal', whatHappened: '', whatToDo: '' },
      ...{ answers: ['skip'], openedAt: '' },
    });
  };
  Object.assign(temporal.workflow, { start });
  const stockQueries: Partial<Records['stockQueries']> = {
    lateTransfers: async ({ to }, limit, after) => {
      if (after === undefined) windows.push(Math.round((Date.now() - to) / DAY_MS));
      const behind = late.filter(
        ({ since, shipment }) =>
          after === undefined || since > after.since || (since === after.since && shipment > after.shipment),
      );
      return world.isBeyondTheWindow ? [] : behind.slice(0, limit);
    },
    onTheirWay: async (shipments) =>
      new Set(late.map(({ shipment }) => shipment).filter((shipment) => shipments.includes(shipment))),
  };
  const list: Records['cases']['list'] = async ({ subjects }, limit, after) => {
    if (subjects !== undefined) return answered.filter(({ subject }) => subjects.includes(subject)).slice(0, limit);
    const from = after === undefined ? 0 : open.findIndex(({ caseId }) => caseId === after.caseId) + 1;
    return open.slice(from, from + limit);
  };
  const records: Partial<Records> = {
    stockQueries: stockQueries as Records['stockQueries'],
    cases: { list } as Partial<Records['cases']> as Records['cases'],
  };
  return Object.assign(world, {
    /** A person answers the first cases, whose goods never arrive. */
    answer: (cases: number): void => {
      answered.push(...open.splice(0, cases));
    },
    round: () => inActivity(lateTransferCases({ brand, temporal, records: records as Records })),
  });
}
