import type { NewWarehouseOrder } from '../../domain/order/warehouse-order.js';
import type { Database } from '../database/database.js';
import type { NewInboundNotice } from '../warehouse-port.js';
import type { OutgoingKind } from './formats.js';
import { type StoredOrder, storedOrder } from './stored-order.js';

/** What we ask of the warehouse, as far as it is kept: personal data is in the file alone. */
export interface NewRequest {
  readonly kind: OutgoingKind;
  readonly subject: string;
  readonly checksum: string;
  readonly detail?: object | undefined;
}

export interface NumberedRequest {
  readonly number: number;
  readonly isWritten: boolean;
}

/** Answers after which the warehouse does not have what was asked: one that it gave, and one that we note when it gives none. */
const GIVEN_UP: readonly string[] = ['refused', 'expired'];

interface LatestRequest {
  readonly number: number;
  readonly answer?: string;
  readonly reason?: string;
}

/** Our files. Calls pass one at a time, so that no two take the number of one request. */
export function requests({ query, transaction }: Pick<Database, 'query' | 'transaction'>) {
  return {
    /** The number of a request: a repeat of the latest one about its subject has the same, until the warehouse refuses it. */
    async numberOf({ kind, subject, checksum, detail }: NewRequest): Promise<NumberedRequest> {
      const { rows } = await query<{
        number: string;
        checksum: string;
        answer: string | null;
        written_at: Date | null;
      }>(
        `select number, checksum, answer, written_at from warehouse_requests where kind = $1 and subject = $2
         order by number desc limit 1`,
        [kind, subject],
      );
      const latest = rows[0];
      // An article may have been changed in the warehouse since it was written.
      const isOver = GIVEN_UP.includes(latest?.answer ?? '') || (kind === 'articles' && latest?.answer != null);
      if (latest !== undefined && latest.checksum === checksum && !isOver)
        return { number: Number(latest.number), isWritten: latest.written_at !== null };
      const inserted = await query<{ number: string }>(
        'insert into warehouse_requests (kind, subject, checksum, detail) values ($1, $2, $3, $4) returning number',
        [kind, subject, checksum, detail === undefined ? null : JSON.stringify(detail)],
      );
      return { number: Number(inserted.rows[0]?.number), isWritten: false };
    },

    /** Whether the warehouse has refused the latest file of an order, or left it unanswered for too long. */
    async wasRefused(order: string): Promise<boolean> {
      const { rows } = await query<{ answer: string | null }>(
        "select answer from warehouse_requests where kind = 'orders' and subject = $1 order by number desc limit 1",
        [order],
      );
      return GIVEN_UP.includes(rows[0]?.answer ?? '');
    },

    async noteWritten(number: number): Promise<void> {
      await query('update warehouse_requests set written_at = clock_timestamp() where number = $1', [number]);
    },

    /**
     * Notes that an order was written. What the warehouse has said of it in the meantime stays; what it said of a file before this one,
     * which it refused, does not.
     */
    async noteOrder(number: number, order: NewWarehouseOrder): Promise<void> {
      const shown = JSON.stringify(asPlaced(order));
      await transaction(async (inside) => {
        await inside('update warehouse_requests set written_at = clock_timestamp() where number = $1', [number]);
        await inside(
          `insert into file_warehouse_orders (name, shown) values ($1, $2)
           on conflict (name) do update set shown = excluded.shown, changed_at = clock_timestamp()
           where file_warehouse_orders.as_of = 0 or file_warehouse_orders.shown ->> 'stage' in ('open', 'error')
             or (file_warehouse_orders.shown ->> 'stage' = 'cancelled' and (
               select answer from warehouse_requests where kind = 'orders' and subject = $1 and number < $3::bigint
               order by number desc limit 1) = any($4))`,
          [order.name, shown, number, GIVEN_UP],
        );
      });
    },

    async noteNotice(number: number, notice: NewInboundNotice): Promise<void> {
      const lines = notice.lines.map(({ row, sku, quantity }) => ({ row, sku, announced: quantity, received: 0 }));
      const stored = { lines, ...(notice.warehouse === undefined ? {} : { warehouse: notice.warehouse }) };
      await transaction(async (inside) => {
        await inside('update warehouse_requests set written_at = clock_timestamp() where number = $1', [number]);
        await inside(
          `insert into file_warehouse_notices (name, lines) values ($1, $2)
           on conflict (name) do update set lines = excluded.lines, status = 'open'
           where file_warehouse_notices.as_of = 0`,
          [notice.name, JSON.stringify(stored)],
        );
      });
    },

    /** The latest request about something. */
    async latest(kind: OutgoingKind, subject: string): Promise<LatestRequest | undefined> {
      const { rows } = await query<{ number: string; answer: string | null; reason: string | null }>(
        `select number, answer, reason from warehouse_requests where kind = $1 and subject = $2
         order by number desc limit 1`,
        [kind, subject],
      );
      const row = rows[0];
      return (
        row && {
          number: Number(row.number),
          ...(row.answer === null ? {} : { answer: row.answer }),
          ...(row.reason === null ? {} : { reason: row.reason }),
        }
      );
    },

    /** Numbers of written files that the warehouse has answered, of these. */
    async answered(numbers: readonly number[]): Promise<number[]> {
      const { rows } = await query<{ number: string }>(
        'select number from warehouse_requests where number = any($1) and answered_at is not null',
        [numbers],
      );
      return rows.map(({ number }) => Number(number));
    },
  };
}

export type Requests = ReturnType<typeof requests>;

function asPlaced({ lines, warehouseId }: NewWarehouseOrder): StoredOrder {
  return storedOrder.parse({
    stage: 'open',
    status: 'written',
    packages: 1,
    ...(warehouseId === undefined ? {} : { warehouse: warehouseId }),
    lines: lines.map(({ line, sku, quantity }) => ({ line, sku, ordered: quantity, picked: 0 })),
  });
}
