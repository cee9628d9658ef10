import { caseStore } from './case-store.js';
import { type Database, openDatabase } from './database.js';
import { cursors, intents, notes } from './facts.js';
import { inbox } from './inbox.js';
import { orderStore } from './order-store.js';
import type { Records } from './port.js';
import { productStore } from './products/product-store.js';
import { returnStore } from './return-store.js';
import { stockLedger } from './stock/ledger.js';
import { stockOutbox } from './stock/outbox.js';
import { stockQueries } from './stock/queries.js';
import { stockReconciliation } from './stock/reconciliation.js';
import { stockShortages } from './stock/shortages.js';

/**
 * Opens the records of a migrated database. Every method is one statement or one transaction, and repeating one changes nothing more.
 * @throws Error (from PostgreSQL) when the database cannot be reached; worth repeating.
 */
export function openRecords({
  databaseUrl,
  maxConnections,
}: {
  readonly databaseUrl: string;
  readonly maxConnections?: number;
}): Records {
  return recordsOver(openDatabase(databaseUrl, maxConnections));
}

/** The records over a database that is open already. */
export function recordsOver({ query, transaction, close }: Database): Records {
  return {
    inbox: inbox(query),
    cursors: cursors(query),
    intents: intents(query),
    orders: orderStore(query),
    cases: caseStore(query),
    notes: notes(query),
    returns: returnStore({ query, transaction }),
    stockLedger: stockLedger({ query, transaction }),
    stockOutbox: stockOutbox({ query, transaction }),
    stockReconciliation: stockReconciliation({ query, transaction }),
    stockShortages: stockShortages(query),
    stockQueries: stockQueries(query),
    products: productStore({ query, transaction }),
    close,
  };
}
