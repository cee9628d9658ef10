import { recalculateAll } from '../../../domain/stock/ledger/figures.js';
import type { StockPolicy } from '../../../domain/stock/policy.js';
import type { PositionKey } from '../../../domain/stock/position.js';
import type { Database, Query } from '../database.js';
import type { StockOutbox } from '../stock-port.js';
import { lockPositions } from './lock-positions.js';
import { savePositions } from './save-positions.js';

/** Positions in one transaction: enough to be quick, few enough not to hold up the followers, nor what is urgent to publish. */
export const POSITIONS_A_STRETCH = 1_000;

/** Below every position. */
const START: PositionKey = { location: '', sku: '' };

interface Progress {
  readonly rules: string;
  /** Null when all positions are calculated. */
  readonly upTo: PositionKey | null;
}

export const refreshFigures =
  (
    { query, transaction }: Pick<Database, 'query' | 'transaction'>,
    stretch = POSITIONS_A_STRETCH,
  ): StockOutbox['refresh'] =>
  async (policy) => {
    const rules = policy.rulesInForce();
    const isDone = (known: Progress | undefined): boolean => known?.rules === rules && known.upTo === null;
    if (isDone(await progressOf(query, policy))) return { refreshed: 0, more: false };
    return transaction(async (inside) => {
      // Two publishers take turns: the second goes on where the first has got to.
      await inside('insert into safety_stock_rules (brand, rules) values ($1, $2) on conflict do nothing', [
        policy.brand,
        NONE,
      ]);
      const known = await progressOf(inside, policy, 'for update');
      if (isDone(known)) return { refreshed: 0, more: false };
      const after = known?.rules === rules && known.upTo !== null ? known.upTo : START;
      const keys = await positionsAfter(inside, after, stretch);
      const positions = await lockPositions(inside, keys);
      recalculateAll(positions, policy);
      await savePositions(inside, positions);
      const last = keys.length === stretch ? keys.at(-1) : undefined;
      await inside('update safety_stock_rules set rules = $2, up_to_location = $3, up_to_sku = $4 where brand = $1', [
        policy.brand,
        rules,
        last?.location ?? null,
        last?.sku ?? null,
      ]);
      return { refreshed: keys.length, more: last !== undefined };
    });
  };

/** No rules are like these: nothing was calculated yet. */
const NONE = '';

async function progressOf(query: Query, { brand }: StockPolicy, lock = ''): Promise<Progress | undefined> {
  const { rows } = await query<{ rules: string; location: string | null; sku: string | null }>(
    `select rules, up_to_location as location, up_to_sku as sku from safety_stock_rules where brand = $1 ${lock}`,
    [brand],
  );
  return rows.map(({ rules, location, sku }) => ({
    rules,
    upTo: location === null || sku === null ? null : { location, sku },
  }))[0];
}

async function positionsAfter(query: Query, after: PositionKey, limit: number): Promise<PositionKey[]> {
  const { rows } = await query<PositionKey>(
    'select location, sku from stock_positions where (location, sku) > ($1, $2) order by location, sku limit $3',
    [after.location, after.sku, limit],
  );
  return rows;
}
