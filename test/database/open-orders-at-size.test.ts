import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Query } from '../../systems/database/database.js';
import type { Records } from '../../systems/database/port.js';
import { explainedRecords, type StatementCost } from '../support/explained-database.js';
import { orderReading, stockPolicy } from '../support/stock-ledger.js';

/** A first reading of many orders, of few products: as many as a shop can have open, and a page of them. */
const OPEN = 3_000;
const SKUS = 50;
const PAGE = 100;
/** A statement counts an open order in each of its few steps, and never once for each order of the page. */
const STEPS = 6;
/** Without stock nothing is short: no more than the places are looked at. */
const PLACES_AT_MOST = 5 * SKUS;

const policy = stockPolicy();
let records: Records;
let take: () => StatementCost[];
let close: (() => Promise<void>) | undefined;

async function fillWithOpenOrders(query: Query): Promise<void> {
  // Nobody has analysed the tables yet, and the stock of the warehouse is not read.
  await query(
    `insert into stock_positions (location, sku, short) select 'dc', 'P-' || i, ${OPEN / SKUS} from generate_series(1, ${SKUS}) i`,
  );
  await query(
    `insert into stock_orders (location, sku, origin, number, outstanding)
     select 'dc', 'P-' || (1 + i % ${SKUS}), 'centra', i::text, 1 from generate_series(1, ${OPEN}) i`,
  );
  await query(
    `insert into stock_order_readings (origin, number, changed_at, read_at, since)
     select 'centra', i::text, i, i, i from generate_series(1, ${OPEN}) i`,
  );
}

beforeAll(async () => {
  ({ records, take, close } = await explainedRecords(fillWithOpenOrders));
}, 60_000);
afterAll(() => close?.());

describe(`a page of ${PAGE} orders beside ${OPEN} that are open`, () => {
  it('The ledger takes a page with one look at each open order of its products, however many orders the page has', async () => {
    take();
    await records.stockLedger.record(
      {
        orders: Array.from({ length: PAGE }, (_, i) =>
          orderReading(String(OPEN + i), [{ location: 'dc', sku: `P-${1 + (i % SKUS)}`, outstanding: 1 }]),
        ),
      },
      policy,
    );
    const costs = take();
    expect(costs.length).toBeGreaterThan(3);
    expect(costs.filter(({ rows }) => rows > STEPS * OPEN)).toEqual([]);
  });

  it('Shortages are looked for at places whose stock is known, and at no order of the others', async () => {
    take();
    expect(await records.stockShortages.current()).toEqual([]);
    expect(take().filter(({ rows }) => rows > PLACES_AT_MOST)).toEqual([]);
  });
});
