import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { awaitingLoopsOf } from '../support/loops.js';
import { projectFiles } from '../support/sources.js';

/**
 * What bounds the rounds of each loop in workflow code that waits in its rounds. A loop over SKUs, lines or signals has no
 * place here: its rounds would be as many as a counterpart likes, and a task that takes five seconds ends the worker's process.
 */
const BOUNDED_BY: Readonly<Record<string, readonly string[]>> = {
  'workflows/calls.ts': ['one call that is repeated after a pause'],
  'workflows/cases/alarms.ts': ['one call that is repeated after a pause'],
  'workflows/cases/open-cases.ts': [
    'refused answers that came while one was recorded, each with a call between them',
    'ends of a process that goes on after all',
  ],
  'workflows/cases/raise.ts': ['answers of a person'],
  'workflows/follow.ts': ['the rounds of a loop, which hands over to a new run'],
  'workflows/fulfil-order.ts': ['changes that come while an order ends, each with a call between them'],
  'workflows/order/capture-and-ship.ts': [
    'warehouse orders of a fulfilment: the first and its back orders',
    'shipments of one warehouse order',
    'checks of a pending capture, at most MAX_CHECKS',
    'answers of a person about a capture',
  ],
  'workflows/order/fulfil-all.ts': ['plans of an order: one for each edit of it'],
  'workflows/order/fulfil.ts': ['steps of a fulfilment'],
  'workflows/order/report-to-till.ts': ['parcels of a fulfilment'],
  'workflows/order/validate.ts': ['answers of a person'],
  'workflows/order/wait-for.ts': ['tries while the order is locked, each after a longer wait or a change'],
  'workflows/order/watch-waits.ts': ['waits that are over, and answers of a person'],
  'workflows/products/read-everything.ts': ['the four lists', 'stretches of pages, read in an activity each'],
  'workflows/products/sync-round.ts': ['batches of products, written in an activity each'],
  'workflows/publish-stock.ts': ['the rounds of a loop, which hands over to a new run'],
  'workflows/reconcile-stock.ts': [
    'the pauses of a comparison',
    'locations of the brand, compared in an activity each',
  ],
  'workflows/return-in-store.ts': ['plans of a return: one for each answer of a person'],
  'workflows/return/create-returns.ts': ['returns of a refund, one for each shipment and condition', 'the same'],
  'workflows/return/find-order.ts': ['answers of a person'],
  'workflows/return/forward-to-warehouse.ts': [
    'warehouses to which goods travel on',
    'answers of a person',
    'checks of goods that travel, with growing pauses',
  ],
  'workflows/return/plan.ts': ['answers of a person'],
  'workflows/return/refund.ts': ['answers of a person', 'checks of a pending refund, with growing pauses'],
  'workflows/return/undo.ts': ['returns of a refund that were created'],
  'workflows/standalone-case.ts': ['answers of a person'],
  'workflows/sync-products.ts': ['the rounds of a loop, which hands over to a new run'],
};

const found = projectFiles('workflows')
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => awaitingLoopsOf(file, readFileSync(file, 'utf8'), 'nothing'));

describe('loops in workflow code', () => {
  it('Each loop of workflow code that waits in its rounds is bounded by something small', () => {
    const counts = new Map<string, number>();
    for (const { file } of found) counts.set(file, (counts.get(file) ?? 0) + 1);
    expect([...counts].sort()).toEqual(
      Object.entries(BOUNDED_BY)
        .map(([file, reasons]) => [file, reasons.length] as const)
        .sort(),
    );
  });

  it('A loop over lines that waits in each round is found', () => {
    const text = 'export async function f(lines: string[]) { for (const line of lines) await call(line); }';
    expect(awaitingLoopsOf('f.ts', text, 'nothing')).toHaveLength(1);
  });
});
