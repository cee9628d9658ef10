import { caseBook } from './case-store.js';
import { openDatabase } from './database.js';
import { cursors, inbox, intents, notes } from './facts.js';
import { orderBook } from './order-store.js';
import type { Records } from './port.js';
import { productBook } from './products.js';
import { returnBook } from './return-store.js';
import { stockBook } from './stock/stock-store.js';

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
  const { query, transaction, close } = openDatabase(databaseUrl, maxConnections);
  return {
    inbox: inbox(query),
    cursors: cursors(query),
    intents: intents(query),
    orders: orderBook(query),
    cases: caseBook(query),
    notes: notes(query),
    returns: returnBook(query),
    stock: stockBook({ query, transaction }),
    products: productBook({ query, transaction }),
    close,
  };
}
