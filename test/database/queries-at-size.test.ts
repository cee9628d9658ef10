import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { postedReturnNumber } from '../../domain/ids.js';
import type { Records } from '../../systems/database/port.js';
import { explainedRecords, type StatementCost } from '../support/explained-database.js';
import { asId } from '../support/ids.js';
import { journalRow, orderReading, picked, shownLater, stockPolicy } from '../support/stock-ledger.js';
import { fillWithHistory, HISTORY, OPEN } from '../support/years-of-history.js';

/** Pages of 8 kB that a statement may touch. A table of a hundred thousand rows has more than a thousand. */
const MOST_PAGES = 400;
/** Tables that hold a row for each brand, location or kind of reading, and that nobody needs an index for. */
const SMALL = [
  'initial_stock',
  'safety_stock_rules',
  'product_readings',
  'cursors',
  'stock_shortages',
  'follower_rounds',
];

const policy = stockPolicy();
const HOUR_MS = 3_600_000;
const PAST = HISTORY / 2;
const NOW = HISTORY + 1;
const past = { location: `store-${PAST % 30}`, sku: `P-${PAST}` };
const now = { location: `store-${NOW % 30}`, sku: `P-${NOW}` };
const product = { name: 'x', barcode: '1', active: true, priceMinor: 100 };
const order = { brand: 'b', origin: 'centra', number: asId(PAST), stage: 'done', workflowId: 'w' } as const;
const fulfilment = {
  origin: 'centra',
  orderNumber: asId(PAST),
  fulfilment: 1,
  location: past.location,
  system: 'sitoo',
  name: `centra-${PAST}-1`,
  ref: asId(PAST),
  stage: 'sent',
  shipments: [asId(PAST)],
} as const;
const batchOf = async ({ stockOutbox }: Records, location: string) => {
  const request = { target: 'centra', location, direction: 'in', limit: 4 } as const;
  const batch = await stockOutbox.claim(request, policy);
  if (!batch) throw new Error('nothing waits');
  return batch;
};

type Ports = Omit<Records, 'close'>;
/** A call of each method of each store, and whether it is meant to read all there is, with the reason. */
type Samples = {
  readonly [Port in keyof Ports]: {
    readonly [Method in keyof Ports[Port]]: Sample | (Whole & { readonly call: Sample });
  };
};
type Sample = (records: Records) => Promise<unknown>;
interface Whole {
  readonly readsWhole: string;
}

const whole = (readsWhole: string, call: Sample): Whole & { readonly call: Sample } => ({ readsWhole, call });

const SAMPLES: Samples = {
  inbox: {
    store: ({ inbox }) => inbox.store('sitoo', [{ eventId: 'new', kind: 'order', subject: '1', raw: '{}' }]),
    pending: ({ inbox }) => inbox.pending('sitoo', 10),
    markHandled: ({ inbox }) => inbox.markHandled([NOW]),
    markRefused: ({ inbox }) => inbox.markRefused(NOW + 1, 'x'),
    refused: ({ inbox }) => inbox.refused(10),
    show: ({ inbox }) => inbox.show(PAST),
    retry: ({ inbox }) => inbox.retry(NOW + 1),
    discard: ({ inbox }) => inbox.discard(NOW + 1, 'k'),
    beginRound: ({ inbox }) => inbox.beginRound('sitoo'),
    roundsBegun: ({ inbox }) => inbox.roundsBegun('sitoo'),
    prune: ({ inbox }) => inbox.prune('1970-01-01T00:00:00Z'),
  },
  cursors: {
    get: ({ cursors }) => cursors.get('a'),
    set: ({ cursors }) => cursors.set('a', '1'),
  },
  intents: {
    find: ({ intents }) => intents.find(`place/b/${PAST}`),
    leave: ({ intents }) =>
      intents.leave({ key: `place/b/${PAST}`, system: 'sitoo', endsWithinMs: 1_000, after: String(PAST) }),
    answer: ({ intents }) => intents.answer(`place/b/${PAST}`, String(PAST)),
    forget: ({ intents }) => intents.forget(`place/b/${PAST}`, String(PAST)),
    othersUnderWay: ({ intents }) => intents.othersUnderWay('shipment/b/centra-1-', 'shipment/b/centra-1-1/1'),
    claim: ({ intents }) => intents.claim('shipment/b/centra-1-1/1', `shipment/${PAST}`),
    claimed: ({ intents }) => intents.claimed(`shipment/b/centra-${PAST}-1/1`),
    release: ({ intents }) => intents.release(`shipment/b/centra-${PAST}-1/1`),
  },
  orders: {
    upsertOrder: ({ orders }) => orders.upsertOrder(order),
    leaveStage: ({ orders }) => orders.leaveStage({ ...order, from: 'done', to: 'cancelled' }),
    ended: ({ orders }) => orders.ended('centra', asId(PAST)),
    order: ({ orders }) => orders.order('centra', asId(PAST)),
    ordersInStage: ({ orders }) => orders.ordersInStage('waiting-for-batch', { limit: 10 }),
    openOrders: ({ orders }) => orders.openOrders('centra', { limit: 10 }),
    revisionsSent: ({ orders }) => orders.revisionsSent('centra', [asId(PAST), asId(NOW)]),
    recordRevisionSent: ({ orders }) => orders.recordRevisionSent({ ...order, revision: '1' }),
    upsertFulfilment: ({ orders }) => orders.upsertFulfilment(fulfilment),
    advanceFulfilment: ({ orders }) => orders.advanceFulfilment({ ...fulfilment, shipment: asId(1) }),
    fulfilments: ({ orders }) => orders.fulfilments('centra', asId(PAST)),
    fulfilmentByName: ({ orders }) => orders.fulfilmentByName('sitoo', fulfilment.name),
    fulfilmentByRef: ({ orders }) => orders.fulfilmentByRef('sitoo', fulfilment.ref),
    openFulfilments: ({ orders }) =>
      orders.openFulfilments('sitoo', { limit: 10, after: { origin: 'centra', orderNumber: asId(1), fulfilment: 1 } }),
  },
  cases: {
    recordOpened: async ({ cases }) => {
      const [open] = await cases.list({ open: true }, 1);
      if (open) await cases.recordOpened(open);
    },
    recordClosed: ({ cases }) => cases.recordClosed(`b-${NOW}`, { answer: 'retry', by: 'k' }),
    list: async ({ cases }) => {
      await cases.list({ open: true }, 10);
      await cases.list({ open: true, code: 'order.unknown-sku' }, 10);
      await cases.list({ subject: `centra ${PAST}` }, 10);
      await cases.list({ subjects: [`centra ${PAST}`, 'centra 1'] }, 10);
    },
    show: ({ cases }) => cases.show(`b-${PAST}`),
    addToTrail: ({ cases }) => cases.addToTrail(`b-${PAST}`, { what: 'x', by: 'y' }),
  },
  notes: {
    keep: ({ notes }) => notes.keep(`order/b/centra/${PAST}`, 'x'),
    read: ({ notes }) => notes.read(`order/b/centra/${PAST}`),
  },
  returns: {
    upsert: ({ returns }) =>
      returns.upsert({
        brand: 'b',
        refund: asId(PAST),
        location: 'store-1',
        stage: 'done',
        names: [],
        workflowId: 'w',
      }),
    show: ({ returns }) => returns.show(asId(PAST)),
    ofOrder: ({ returns }) => returns.ofOrder(asId(PAST)),
    inStage: ({ returns }) => returns.inStage('without-receipt', Date.now() - 86_400_000, 50),
    unknownAtTills: ({ returns }) => returns.unknownAtTills(Date.now() - 86_400_000, 50),
    ordersThatShipped: ({ returns }) => returns.ordersThatShipped([past.sku], 5),
    recordSent: ({ returns }) => returns.recordSent([{ orderNumber: asId(PAST), shipment: asId(PAST) }]),
    dueForTills: ({ returns }) => returns.dueForTills(5),
    recordPosted: ({ returns }) =>
      returns.recordPosted({
        ref: asId(PAST),
        order: { origin: 'centra', number: asId(PAST) },
        location: 'dc',
        lines: [{ line: asId(1), sku: past.sku, returned: [{ quantity: 1 }] }],
      }),
    duePosted: ({ returns }) => returns.duePosted(5),
    recordPostedBegun: ({ returns }) => returns.recordPostedBegun(postedReturnNumber(asId(PAST), 1)),
    recordMirrored: ({ returns }) => returns.recordMirrored({ orderNumber: asId(NOW), shipment: asId(NOW) }),
  },
  stockLedger: {
    record: async ({ stockLedger }) => {
      await stockLedger.record({ movements: [journalRow(now, -1)] }, policy);
      const reading = await stockLedger.nextReading();
      await stockLedger.record(
        {
          levels: { reading, at: 1, rows: [{ ...past, physical: 7 }] },
          picks: { reading, at: 1, rows: [picked(past, 1, String(PAST))] },
          orders: [
            orderReading(String(PAST), [{ ...past, outstanding: 1, deductedAtOrigin: 0 }]),
            orderReading(String(PAST + 1), [{ ...past, outstanding: 0, deductedAtOrigin: 1 }], { ofOthers: true }),
          ],
          cursor: { name: 'a', value: '2' },
        },
        policy,
      );
    },
    nextReading: ({ stockLedger }) => stockLedger.nextReading(),
    unexplained: ({ stockLedger }) =>
      stockLedger.unexplained({ levels: { reading: 1, at: 1, rows: [{ ...past, physical: 7 }] } }),
    newlyPickedAt: ({ stockLedger }) =>
      stockLedger.newlyPickedAt({ reading: 1, at: 1, rows: [picked(past, 1, String(PAST))] }),
    namesOf: ({ stockLedger }) => stockLedger.namesOf([past.sku, now.sku]),
    unsettledOrders: ({ stockLedger }) => stockLedger.unsettledOrders([past, now]),
    hasInitialStock: ({ stockLedger }) => stockLedger.hasInitialStock('store-1'),
    recordTillDeduction: ({ stockLedger }) =>
      stockLedger.recordTillDeduction(
        { number: asId(1), parcel: 'x', location: past.location, at: 1, lines: [{ sku: past.sku, quantity: 1 }] },
        policy,
      ),
    returnRestocked: ({ stockLedger }) => stockLedger.returnRestocked(`sitoo-${HISTORY + 1}`),
    refundEnded: ({ stockLedger }) => stockLedger.refundEnded(`sitoo-${HISTORY + 1}`),
    recordReturnRestock: ({ stockLedger }) =>
      stockLedger.recordReturnRestock(
        { name: `sitoo-${PAST}`, location: past.location, lines: [{ sku: past.sku, quantity: 1 }] },
        policy,
      ),
    pendingRenames: ({ stockLedger }) => stockLedger.pendingRenames(),
    rename: ({ stockLedger }) => stockLedger.rename({ former: past.sku, sku: 'RENAMED' }, policy),
    noteOrdersOfOthers: ({ stockLedger }) =>
      stockLedger.noteOrdersOfOthers(1, [
        {
          ...{ ref: asId(PAST), order: { origin: 'centra', number: asId(PAST) }, location: 'dc', isSent: true },
          picked: [{ sku: past.sku, quantity: 1 }],
        },
      ]),
    orderOfOthers: ({ stockLedger }) => stockLedger.orderOfOthers(asId(PAST)),
    claimUnplaced: ({ stockLedger }) => stockLedger.claimUnplaced({ withinMs: 24 * HOUR_MS, againAfterMs: 0 }),
    recordExternalChanges: ({ stockLedger }) =>
      stockLedger.recordExternalChanges([
        { id: asId(10_000_000), location: 'store-1', at: 1, comment: 'x', lines: [] },
      ]),
  },
  stockOutbox: {
    refresh: ({ stockOutbox }) => stockOutbox.refresh(policy),
    candidates: async ({ stockOutbox }) => {
      const locations = Array.from({ length: 30 }, (_, i) => `store-${i}`);
      await stockOutbox.candidates('centra', locations);
      await stockOutbox.candidates('centra', locations, new Map(locations.map((one) => [one, Date.now() - 3_600_000])));
    },
    claim: (records) => batchOf(records, 'store-1'),
    split: async (records) => {
      const batch = await batchOf(records, 'store-3');
      await records.stockOutbox.split(batch.id, [batch.lines.slice(0, 1), batch.lines.slice(1)]);
    },
    markSent: ({ stockOutbox }) => stockOutbox.markSent(PAST, 1),
    takeOver: ({ stockOutbox }) => stockOutbox.takeOver('centra'),
    settle: async (records) => {
      for (const batch of await records.stockOutbox.takeOver('centra'))
        await records.stockOutbox.settle(batch.id, { state: 'done' }, policy);
    },
    release: ({ stockOutbox }) => stockOutbox.release('sitoo', now),
    retryDue: ({ stockOutbox }) => stockOutbox.retryDue('sitoo'),
  },
  stockReconciliation: {
    expectedAtCentra: ({ stockReconciliation }) =>
      stockReconciliation.expectedAtCentra(past.location, [past.sku, now.sku]),
    skusAt: ({ stockReconciliation }) => stockReconciliation.skusAt('store-1', { after: 'P-4', limit: 200 }),
    physicalAt: ({ stockReconciliation }) => stockReconciliation.physicalAt('store-1', [past.sku, now.sku]),
    settleOrdersOfOthers: ({ stockReconciliation }) =>
      stockReconciliation.settleOrdersOfOthers(past.location, { before: Date.now() + HOUR_MS }, policy),
    recordDrift: ({ stockReconciliation }) =>
      stockReconciliation.recordDrift(past.location, [{ sku: past.sku, drift: 1, version: 0 }], policy),
    corrections: ({ stockReconciliation }) =>
      stockReconciliation.corrections('store-1', {
        since: Date.now() - 100 * HOUR_MS,
        before: Date.now() - 200 * HOUR_MS,
      }),
    recordSitooLevels: ({ stockReconciliation }) =>
      stockReconciliation.recordSitooLevels(past.location, shownLater([{ sku: past.sku, total: 1 }]), policy),
  },
  stockShortages: {
    current: ({ stockShortages }) => stockShortages.current(),
    relieved: ({ stockShortages }) => stockShortages.relieved(),
    recordNotified: ({ stockShortages }) =>
      stockShortages.recordNotified(now, [{ origin: 'centra', number: asId(NOW) }]),
    close: ({ stockShortages }) => stockShortages.close(now),
  },
  stockQueries: {
    show: ({ stockQueries }) => stockQueries.show(past.sku),
    explain: ({ stockQueries }) => stockQueries.explain(past),
    lateTransfers: ({ stockQueries }) =>
      stockQueries.lateTransfers({ from: Date.now() - 60 * 24 * HOUR_MS, to: Date.now() - 7 * 24 * HOUR_MS }, 50),
    onTheirWay: ({ stockQueries }) => stockQueries.onTheirWay([1, 2]),
    unpublished: ({ stockQueries }) => stockQueries.unpublished(),
    refusals: ({ stockQueries }) => stockQueries.refusals('sitoo'),
    namesDownstream: ({ stockQueries }) => stockQueries.namesDownstream([past.sku]),
    formerNames: ({ stockQueries }) => stockQueries.formerNames([past.sku]),
    physicalStock: whole('proofs compare all there is', ({ stockQueries }) => stockQueries.physicalStock()),
  },
  products: {
    beginReading: ({ products }) => products.beginReading('sitoo'),
    saveMasters: ({ products }) =>
      products.saveMasters([{ ...product, sku: past.sku, product: PAST, variant: PAST, size: PAST, offered: true }]),
    saveCampaigns: ({ products }) =>
      products.saveCampaigns([{ id: PAST, variant: PAST, startsAtMs: 0, endsAtMs: 1, priceMinor: 5 }], {
        page: { reading: 1 },
      }),
    priceChanges: whole('a brand has few campaigns', ({ products }) => products.priceChanges(Date.now())),
    savePrices: ({ products }) => products.savePrices([{ variant: PAST, display: PAST, prices: { 11: 5 } }]),
    saveSizes: ({ products }) => products.saveSizes([{ size: PAST, barcode: '1', active: true }]),
    saveReplicas: ({ products }) => products.saveReplicas('sitoo', [{ ...product, sku: past.sku }]),
    unreadable: ({ products }) => products.unreadable(),
    priceLists: whole('counts all there is', ({ products }) => products.priceLists()),
    masters: ({ products }) => products.masters({ after: past.sku, limit: 5 }, 11),
    replicas: ({ products }) => products.replicas('sitoo', { after: past.sku, limit: 5 }),
    replicasOf: ({ products }) => products.replicasOf('sitoo', [past.sku]),
    setDue: ({ products }) => products.setDue('sitoo', [past.sku], { after: past.sku, upTo: past.sku }),
    recordAgreement: ({ products }) => products.recordAgreement('sitoo', [past.sku]),
    force: ({ products }) => products.force('sitoo', past.sku),
    due: ({ products }) => products.due('wms', 5, 11),
    recordAttempts: ({ products }) => products.recordAttempts('sitoo', [{ sku: past.sku, wanted: product }]),
    recordResults: ({ products }) => products.recordResults('sitoo', [{ sku: past.sku, wanted: product }]),
    accept: ({ products }) => products.accept('sitoo', past.sku),
    writtenSince: ({ products }) => products.writtenSince(new Date(Date.now() - 60_000).toISOString()),
    show: ({ products }) => products.show(past.sku, 11),
    progress: whole('counts all there is', ({ products }) => products.progress()),
  },
};

let records: Records;
let take: () => StatementCost[];
let close: (() => Promise<void>) | undefined;

beforeAll(async () => {
  ({ records, take, close } = await explainedRecords(fillWithHistory));
}, 120_000);
afterAll(() => close?.());

const ports = Object.entries(SAMPLES).flatMap(([port, methods]) =>
  Object.entries(methods).map(([method, sample]) => ({
    name: `${port}.${method}`,
    sample: sample as Sample | (Whole & { readonly call: Sample }),
  })),
);

describe(`the records with ${HISTORY} rows of the past and ${OPEN} of today`, () => {
  it('Every method of every store has a call here', () => {
    const { close: _, ...stores } = records;
    const methods = Object.entries(stores).map(([port, store]) => [port, Object.keys(store).sort()]);
    expect(methods).toEqual(Object.entries(SAMPLES).map(([port, calls]) => [port, Object.keys(calls).sort()]));
    process.stdout.write(`${ports.length} methods of ${methods.length} stores\n`);
  });

  it.each(ports)('No statement of $name reads what is over', async ({ sample }) => {
    take();
    if (typeof sample !== 'function') {
      await sample.call(records);
      // It reads all there is on purpose: one that does not any more must say so.
      expect(Math.max(...take().map(({ pages }) => pages))).toBeGreaterThan(MOST_PAGES);
      return;
    }
    await sample(records);
    const costs = take();
    expect(costs.length).toBeGreaterThan(0);
    const large = ({ readWhole }: StatementCost) => readWhole.filter((table) => !SMALL.includes(table));
    expect(
      costs
        .filter((cost) => cost.pages > MOST_PAGES || large(cost).length > 0)
        .map((cost) => `${cost.pages} pages, reads whole ${large(cost).join(', ') || 'nothing'}: ${cost.sql}`),
    ).toEqual([]);
  });
});
