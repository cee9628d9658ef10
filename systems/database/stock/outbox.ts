import type { Database } from '../database.js';
import type { StockOutbox } from '../stock-port.js';
import { claimStock, stockCandidates } from './claim.js';
import { refreshFigures } from './refresh.js';
import { markBatchSent, releaseRefused, retryRefused, settleBatch, takeOverBatches } from './settle.js';
import { splitBatch } from './split.js';

export const stockOutbox = ({ query, transaction }: Pick<Database, 'query' | 'transaction'>): StockOutbox => ({
  refresh: refreshFigures({ query, transaction }),
  candidates: stockCandidates(query),
  claim: claimStock(transaction),
  split: splitBatch(transaction),
  markSent: markBatchSent(query),
  takeOver: takeOverBatches(transaction),
  settle: settleBatch(transaction),
  release: releaseRefused(transaction),
  retryDue: retryRefused(transaction),
});
