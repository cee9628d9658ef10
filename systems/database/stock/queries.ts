import type { PositionKey } from '../../../domain/stock/position.js';
import type { Query } from '../database.js';
import type { Refusal, StockQueries, UnpublishedFigures } from '../stock-port.js';
import { explainPosition } from './explain.js';
import { hasInitialStock } from './initial-stock.js';
import { readRows } from './position-rows.js';
import { formerNames, namesDownstream } from './renames.js';
import { lateTransfers, onTheirWay } from './transfers.js';

export const stockQueries = (query: Query): StockQueries => ({
  async show(sku) {
    return (await readRows(query, sku)).map(({ orders: _, ...row }) => row);
  },

  explain: explainPosition(query),

  async unpublished() {
    const { rows } = await query<UnpublishedFigures>(
      `select target, location, count(*)::integer as figures,
         (extract(epoch from min(pending_since)) * 1000)::float8 as since
       from stock_targets t where pending_since is not null and refused is null and ${hasInitialStock('t.location')}
       group by target, location order by since, target, location`,
    );
    return rows;
  },

  async refusals(target) {
    const { rows } = await query<Refusal>(
      `select target, location, sku, refusal ->> 'sentence' as sentence, refusal ->> 'reason' as reason,
         (extract(epoch from refused_at) * 1000)::float8 as since
       from stock_targets where refusal is not null and ($1::text is null or target = $1)
       order by refused_at, target, location, sku`,
      [target ?? null],
    );
    return rows;
  },

  lateTransfers: lateTransfers(query),
  onTheirWay: onTheirWay(query),
  formerNames: formerNames(query),
  namesDownstream: namesDownstream(query),

  async physicalStock() {
    const { rows } = await query<PositionKey & { physical: number }>(
      'select location, sku, physical from stock_positions order by location, sku',
    );
    return rows;
  },
});
