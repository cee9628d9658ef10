import { afterAll, describe } from '@jest/globals';
import { openCases } from '../../activities/cases/open-cases.js';
import type { Dependencies } from '../../activities/dependencies.js';
import { openDatabase } from '../../systems/database/database.js';
import type { FulfilmentRow, OrderRow } from '../../systems/database/port.js';
import { refreshFigures } from '../../systems/database/stock/refresh.js';
import type { LateTransferKey } from '../../systems/database/stock-port.js';
import { distinct, inPieces, skuOf, some, testAtLimits } from '../support/at-limits.js';
import type { Reader } from '../support/bounds.js';
import { asId } from '../support/ids.js';
import { recordsOfTest } from '../support/records-of-test.js';
import { importEmptyStock, journalRow, publishAll, stockPolicy } from '../support/stock-ledger.js';

const { records, databaseUrl } = await recordsOfTest();
const database = openDatabase(databaseUrl, 2);
afterAll(() => database.close());

/** Small enough to be quick; the code is that of the real bound. */
const LIMIT = 7;
let locations = 0;
const policy = stockPolicy();

async function makeOrders(count: number, stage: string): Promise<void> {
  await database.query('delete from orders');
  for (const number of some(count, (i) => asId(i + 1)))
    await records.orders.upsertOrder({ brand: 'b', origin: 'centra', number, stage, workflowId: 'w' });
}

/** A store with so many SKUs, none of which was published. */
async function storeWith(skus: number): Promise<string> {
  locations += 1;
  const location = `store-${locations}`;
  await importEmptyStock(records, policy, location);
  const movements = some(skus, (i) => journalRow({ location, sku: skuOf(i) }, 5));
  await records.stockLedger.record({ movements }, policy);
  return location;
}

describe('readers of the records at their limits', () => {
  testAtLimits<Extract<Reader, `records: ${string}`>>({
    'records: open fulfilments': {
      limit: LIMIT,
      async read(count) {
        await database.query('delete from fulfilments');
        for (const i of some(count, (n) => n + 1))
          await records.orders.upsertFulfilment({
            ...{ origin: 'centra', orderNumber: asId(i), fulfilment: 1, location: 'store-1', system: 'sitoo' },
            ...{ name: `centra-${i}-1`, ref: asId(i), stage: 'placed', shipments: [] },
          });
        const rows = await inPieces(LIMIT, (after: FulfilmentRow | undefined) =>
          records.orders.openFulfilments('sitoo', { after, limit: LIMIT }),
        );
        return distinct(rows.map(({ orderNumber }) => orderNumber));
      },
    },
    'records: open orders': {
      limit: LIMIT,
      async read(count) {
        await makeOrders(count, 'fulfilling');
        const rows = await inPieces(LIMIT, (after: OrderRow | undefined) =>
          records.orders.openOrders('centra', { after, limit: LIMIT }),
        );
        return distinct(rows.map(({ number }) => number));
      },
    },
    'records: orders in a stage': {
      limit: LIMIT,
      async read(count) {
        await makeOrders(count, 'waiting-for-batch');
        const rows = await inPieces(LIMIT, (after: OrderRow | undefined) =>
          records.orders.ordersInStage('waiting-for-batch', { after, limit: LIMIT }),
        );
        return distinct(rows.map(({ number }) => number));
      },
    },
    'records: open cases': {
      limit: 500,
      async read(count) {
        await database.query('delete from cases');
        // All of them were opened in the same moment: only their names tell them apart.
        await database.query(
          `insert into cases (case_id, workflow_id, brand, code, codes, owner, severity, subject, what_happened, what_to_do, answers, opened_at)
         select 'b-' || i, 'w', 'b', 'product.diverges', '{product.diverges}', 'o', 'high', i, 'x', 'y', '{retry}', '2026-01-01'
         from generate_series(1, $1::integer) i`,
          [count],
        );
        const needs = { brand: { brand: 'b' }, records } as object as Pick<Dependencies, 'brand' | 'records'>;
        return distinct((await openCases(needs, 'product.diverges')).map(({ caseId }) => caseId));
      },
    },
    'records: late shipments': {
      limit: LIMIT,
      async read(count) {
        await database.query('delete from stock_shipments');
        // Several left in the same moment: only their numbers tell them apart.
        await database.query(
          `insert into stock_shipments (shipment, sku, balance, location, sent_at)
         select i, sku, -1, 'store-1', to_timestamp((1700000000123 + i / 3) / 1000.0)
         from generate_series(1, $1::integer) i, unnest('{P,Q}'::text[]) sku`,
          [count],
        );
        const late = await inPieces(LIMIT, (after: LateTransferKey | undefined) =>
          records.stockQueries.lateTransfers({ from: 0, to: Date.now() }, LIMIT, after),
        );
        return late.length;
      },
    },
    'records: SKUs at a location': {
      limit: LIMIT,
      async read(count) {
        const location = await storeWith(count);
        const skus = await inPieces(LIMIT, (after: string | undefined) =>
          records.stockReconciliation.skusAt(location, { after, limit: LIMIT }),
        );
        return distinct(skus);
      },
    },
    'records: products to be written': {
      limit: LIMIT,
      async read(count) {
        await database.query('delete from product_replicas');
        const rows = some(count, (i) => ({
          sku: skuOf(i),
          product: i,
          variant: i,
          size: i,
          barcode: '1',
          name: 'x',
          active: true,
        }));
        await records.products.saveMasters(rows.map((row) => ({ ...row, offered: true })));
        await records.products.setDue('wms', some(count, skuOf), { after: '' });
        const written = new Set<string>();
        for (;;) {
          const due = await records.products.due('wms', LIMIT, undefined);
          if (due.length === 0) return written.size;
          await records.products.recordResults('wms', due);
          for (const { sku } of due) written.add(sku);
        }
      },
    },
    'records: shipments for the tills': {
      limit: LIMIT,
      async read(count) {
        await database.query('delete from mirrored_shipments');
        await database.query(
          `insert into mirrored_shipments (order_number, shipment) select i, i from generate_series(1, $1::integer) i`,
          [count],
        );
        const mirrored = new Set<string>();
        for (;;) {
          const due = await records.returns.dueForTills(LIMIT);
          if (due.length === 0) return mirrored.size;
          for (const sent of due) {
            await records.returns.recordMirrored(sent);
            mirrored.add(sent.orderNumber);
          }
        }
      },
    },
    'records: returns by post to begin': {
      limit: LIMIT,
      async read(count) {
        await database.query('delete from posted_returns');
        for (const i of some(count, (n) => n + 1))
          await records.returns.recordPosted({
            ref: asId(i),
            order: { origin: 'centra', number: asId(i) },
            location: 'dc',
            lines: [{ line: asId(1), sku: skuOf(0), returned: [{ quantity: 1 }] }],
          });
        const begun = new Set<string>();
        for (;;) {
          const due = await records.returns.duePosted(LIMIT);
          if (due.length === 0) return begun.size;
          for (const { number } of due) {
            await records.returns.recordPostedBegun(number);
            begun.add(number);
          }
        }
      },
    },
    'records: positions under new rules': {
      limit: LIMIT,
      async read(count) {
        await database.query('delete from stock_targets');
        await database.query('delete from stock_positions');
        const location = await storeWith(count);
        const rules = `rules ${count}`;
        const stricter = { ...policy, rulesInForce: () => rules, safetyStockOf: () => ({ units: 2 }) };
        // As often as it takes, each time by somebody who knows nothing of the time before.
        for (let more = true; more; ) ({ more } = await refreshFigures(database, LIMIT)(stricter));
        const { rows } = await database.query('select from stock_positions where location = $1 and safety_stock = 2', [
          location,
        ]);
        return rows.length;
      },
    },
    'records: figures to publish': {
      limit: 250,
      async read(count) {
        const location = await storeWith(count);
        return Object.keys(await publishAll(records, policy, 'centra', location)).length;
      },
    },
  });
});
