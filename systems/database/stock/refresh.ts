import { recalculateAll } from '../../../domain/stock/ledger/figures.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { Database, Query } from '../database.js';
import type { StockOutbox } from '../stock-port.js';
import { lockPositions } from './lock-positions.js';
import { savePositions } from './save-positions.js';

/** Positions in one transaction: enough to be quick, few enough not to hold up the followers. */
const CHUNK = 2_000;

export const refreshFigures =
  ({ query, transaction }: Pick<Database, 'query' | 'transaction'>): StockOutbox['refresh'] =>
  async (policy, { everything = false } = {}) => {
    const rules = policy.rulesInForce();
    if (!everything) {
      const { rows } = await query<{ rules: string }>('select rules from safety_stock_rules where brand = $1', [
        policy.brand,
      ]);
      if (rows[0]?.rules === rules) return { refreshed: 0 };
    }
    let refreshed = 0;
    let after: PositionKey | undefined = { location: '', sku: '' };
    while (after !== undefined) {
      const { rows: keys }: { rows: PositionKey[] } = await query<PositionKey>(
        `select location, sku from stock_positions where (location, sku) > ($1, $2) order by location, sku limit $3`,
        [after.location, after.sku, CHUNK],
      );
      await transaction((inside) => recalculateChunk(inside, keys, policy));
      refreshed += keys.length;
      after = keys.length === CHUNK ? keys.at(-1) : undefined;
    }
    // Last, so that the next run makes up for one that broke off.
    await query(
      `insert into safety_stock_rules (brand, rules) values ($1, $2)
       on conflict (brand) do update set rules = excluded.rules where safety_stock_rules.rules <> excluded.rules`,
      [policy.brand, rules],
    );
    return { refreshed };
  };

async function recalculateChunk(query: Query, keys: readonly PositionKey[], policy: StockPolicy): Promise<void> {
  const positions = await lockPositions(query, keys);
  recalculateAll(positions, policy);
  await savePositions(query, positions);
}
