import type { WmsOrderId, WmsWarehouseId } from '../../domain/ids.js';
import type { WarehouseOrder } from '../../domain/order/warehouse-order.js';
import type { Query } from '../database/database.js';
import type { ListedArticle } from '../warehouse-article-port.js';
import { type PageCursor, pageCursor, type WarehousePage } from '../warehouse-page.js';
import type { AnnouncedGoods, ArticleStock, InboundStatus } from '../warehouse-port.js';
import { storedNotice } from './record-notices.js';
import { asWarehouseOrder, type OrderRow } from './stored-order.js';

const ORDER = 'ref, name, back_order_for, shown';
const NOTICE = 'ref, name, status, lines';

interface NoticeRow {
  readonly ref: string;
  readonly name: string;
  readonly status: InboundStatus;
  readonly lines: unknown;
}

interface LevelRow {
  readonly id: string;
  readonly sku: string;
  readonly levels: { readonly warehouse: string; readonly physical: number; readonly sellable: number | null }[];
}

/** An article with what lies of it in each warehouse. */
const LEVELS = `select a.id, a.sku,
    coalesce((select jsonb_agg(jsonb_build_object('warehouse', l.warehouse, 'physical', l.physical, 'sellable', l.sellable)
        order by l.warehouse)
      from file_warehouse_levels l where l.sku = a.sku), '[]') as levels
  from file_warehouse_articles a`;

/** Rows are numbered by our records, from 1: a cursor holds the number of the last one read. */
const FIRST = '0';

function pageOf<Row>(limit: number, rows: readonly Row[], numberOf: (row: Row) => string): WarehousePage<Row> {
  const last = rows.at(-1);
  return last === undefined || rows.length < limit ? { rows } : { rows, next: pageCursor(numberOf(last)) };
}

/** Reads what the files have said. */
export function heldByWarehouse(query: Query) {
  const orders = async (sql: string, values: readonly unknown[]): Promise<WarehouseOrder[]> =>
    (await query<OrderRow & { [column: string]: unknown }>(sql, values)).rows.map(asWarehouseOrder);

  return {
    ordersByName: (names: readonly string[]) =>
      orders(`select ${ORDER} from file_warehouse_orders where name = any($1) order by ref`, [names]),
    ordersChanged: async (from: string, limit: number, at: PageCursor | undefined) =>
      pageOf(
        limit,
        await orders(
          `select ${ORDER} from file_warehouse_orders where changed_at >= $1 and ref > $2 order by ref limit $3`,
          [from, at ?? FIRST, limit],
        ),
        ({ ref }) => ref,
      ),
    ordersReturned: async (from: string, limit: number, at: PageCursor | undefined) =>
      pageOf(
        limit,
        await orders(
          `select ${ORDER} from file_warehouse_orders where returned_at >= $1 and ref > $2 order by ref limit $3`,
          [from, at ?? FIRST, limit],
        ),
        ({ ref }) => ref,
      ),
    backOrdersOf: (ref: WmsOrderId) =>
      orders(`select ${ORDER} from file_warehouse_orders where back_order_for = $1 order by ref`, [ref]),

    async hasLevels(): Promise<boolean> {
      return (await query('select 1 from file_warehouse_levels limit 1')).rows.length > 0;
    },
    async stockChanged(
      from: string | undefined,
      limit: number,
      at: PageCursor | undefined,
    ): Promise<WarehousePage<ArticleStock>> {
      const { rows } = await query<LevelRow & { [column: string]: unknown }>(
        `${LEVELS} where a.stock_changed_at >= coalesce($1::timestamptz, '-infinity') and a.id > $2 order by a.id limit $3`,
        [from ?? null, at ?? FIRST, limit],
      );
      const page = pageOf(limit, rows, ({ id }) => id);
      return { ...page, rows: page.rows.map(asStock) };
    },
    async stockOf(skus: readonly string[]): Promise<ArticleStock[]> {
      return (await levelsOf(skus)).map(asStock);
    },
    async totals(skus: readonly string[]): Promise<Map<string, { physical: number; sellable: number }>> {
      return new Map(
        (await levelsOf(skus)).map(({ sku, levels }) => [
          sku,
          {
            physical: levels.reduce((sum, { physical }) => sum + physical, 0),
            sellable: levels.reduce((sum, { physical, sellable }) => sum + (sellable ?? physical), 0),
          },
        ]),
      );
    },
    async warehouses(): Promise<{ id: WmsWarehouseId; name: string }[]> {
      const { rows } = await query<{ warehouse: string }>(
        'select distinct warehouse from file_warehouse_levels order by 1',
      );
      return rows.map(({ warehouse }) => ({ id: warehouse as WmsWarehouseId, name: '' }));
    },

    async knownSkus(skus: readonly string[]): Promise<Set<string>> {
      const { rows } = await query<{ sku: string }>('select sku from file_warehouse_articles where sku = any($1)', [
        skus,
      ]);
      return new Set(rows.map(({ sku }) => sku));
    },
    async articles(limit: number, at: PageCursor | undefined): Promise<WarehousePage<ListedArticle>> {
      const { rows } = await query<ListedArticle & { [column: string]: unknown }>(
        'select id, sku, name, barcode, active from file_warehouse_articles where id > $1 order by id limit $2',
        [at ?? FIRST, limit],
      );
      return pageOf(limit, rows, ({ id }) => id);
    },

    async notices(names: readonly string[]): Promise<AnnouncedGoods[]> {
      const { rows } = await query<NoticeRow & { [column: string]: unknown }>(
        `select ${NOTICE} from file_warehouse_notices where name = any($1) order by ref`,
        [names],
      );
      return rows.map(asAnnounced);
    },
    async someNotices(limit: number): Promise<AnnouncedGoods[]> {
      const { rows } = await query<NoticeRow & { [column: string]: unknown }>(
        `select ${NOTICE} from file_warehouse_notices order by ref limit $1`,
        [limit],
      );
      return rows.map(asAnnounced);
    },
  };

  async function levelsOf(skus: readonly string[]): Promise<LevelRow[]> {
    const { rows } = await query<LevelRow & { [column: string]: unknown }>(
      `${LEVELS} where a.sku = any($1) order by a.id`,
      [skus],
    );
    return rows;
  }
}

const asStock = ({ sku, levels }: LevelRow): ArticleStock => ({
  sku,
  physical: levels.map(({ warehouse, physical }) => ({ warehouse: warehouse as WmsWarehouseId, units: physical })),
});

const asAnnounced = ({ ref, name, status, lines }: NoticeRow): AnnouncedGoods => ({
  ref,
  name,
  status,
  lines: storedNotice.parse(lines).lines,
});
