import { recalculate } from '../../../domain/stock/ledger/figures.js';
import { positionAt } from '../../../domain/stock/ledger/held-position.js';
import type { Transaction } from '../database.js';
import type { StockStore } from '../stock-port.js';
import { lockPositions } from './lock-positions.js';
import { savePositions } from './save-positions.js';

type Lines = readonly { readonly sku: string; readonly quantity: number }[];

/**
 * Centra puts units of a return into a location by itself, so they are nothing to tell it: what its tills' refund would
 * have told goes down by them. Says what the return holds by now; the difference to what was known of it counts.
 */
export const recordReturnRestock =
  (transaction: Transaction): StockStore['recordReturnRestock'] =>
  ({ name, location, lines }, policy) =>
    transaction(async (query) => {
      await query(
        `insert into stock_return_restocks (name, location, lines) values ($1, $2, '[]') on conflict do nothing`,
        [name, location],
      );
      const { rows } = await query<{ lines: Lines }>(
        'select lines from stock_return_restocks where name = $1 for update',
        [name],
      );
      const change = new Map<string, number>();
      const add = (some: Lines, sign: 1 | -1): void => {
        for (const { sku, quantity } of some) change.set(sku, (change.get(sku) ?? 0) + sign * quantity);
      };
      add(lines, 1);
      add(rows[0]?.lines ?? [], -1);
      const changed = [...change].filter(([, units]) => units !== 0);
      if (changed.length === 0) return;
      await query('update stock_return_restocks set lines = $2, recorded_at = clock_timestamp() where name = $1', [
        name,
        JSON.stringify(lines),
      ]);
      const places = await lockPositions(
        query,
        changed.map(([sku]) => ({ location, sku })),
      );
      for (const [sku, units] of changed) {
        const place = positionAt(places, { location, sku });
        Object.assign(place, { unpublished: place.unpublished - units, touched: true, changed: true });
      }
      for (const place of places.values()) recalculate(place, policy);
      await savePositions(query, places);
    });
