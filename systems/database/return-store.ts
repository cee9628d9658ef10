import { type CentraOrderNumber, type CentraShipmentId, postedReturnNumber } from '../../domain/ids.js';
import { cameBackSince } from '../../domain/return/posted-return.js';
import type { Database } from './database.js';
import type { PostedReturn, ReturnRow, ReturnStore, UnknownAtTills } from './port.js';

const COLUMNS = `brand, refund, order_number as "orderNumber", location, stage, names, workflow_id as "workflowId",
  to_char(updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt"`;

type Columns = Omit<ReturnRow, 'orderNumber'> & { readonly orderNumber: CentraOrderNumber | null };

export function returnStore({ query, transaction }: Pick<Database, 'query' | 'transaction'>): ReturnStore {
  return {
    async upsert({ brand, refund, orderNumber, location, stage, names, workflowId }) {
      await query(
        `insert into returns (brand, refund, order_number, location, stage, names, workflow_id)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (refund) do update
           set order_number = excluded.order_number, stage = excluded.stage, names = excluded.names, updated_at = now()`,
        [brand, refund, orderNumber ?? null, location, stage, names, workflowId],
      );
    },
    async show(refund) {
      const { rows } = await query<Columns>(`select ${COLUMNS} from returns where refund = $1`, [refund]);
      return rows.map(rowOf)[0];
    },
    async ofOrder(orderNumber) {
      const { rows } = await query<Columns>(
        `select ${COLUMNS} from returns where order_number = $1 order by updated_at`,
        [orderNumber],
      );
      return rows.map(rowOf);
    },
    async inStage(stage, sinceMs, limit) {
      const { rows } = await query<Columns>(
        `select ${COLUMNS} from returns where stage = $1 and updated_at >= $2 order by updated_at desc limit $3`,
        [stage, new Date(sinceMs), limit],
      );
      return rows.map(rowOf);
    },
    async ordersThatShipped(skus, limit) {
      const { rows } = await query<{ number: CentraOrderNumber }>(
        `select o.number from stock_orders o join stock_order_readings r on r.origin = o.origin and r.number = o.number
         where o.origin = 'centra' and o.deducted_at_origin > 0 and not o.of_others and o.sku = any($1::text[])
         group by o.number having count(distinct o.sku) = $2 order by max(r.since) desc, o.number desc limit $3`,
        [skus, skus.length, limit],
      );
      return rows.map((row) => row.number);
    },
    async recordSent(shipments) {
      await query(
        `insert into mirrored_shipments (order_number, shipment)
         select s.order_number, s.shipment from unnest($1::text[], $2::bigint[]) s (order_number, shipment)
         where exists (select from fulfilments p where p.origin = 'centra' and p.order_number = s.order_number
           and p.system = 'wms' and (s.shipment = any(p.shipments) or not exists (select from fulfilments q
             where q.origin = 'centra' and q.order_number = s.order_number and s.shipment = any(q.shipments))))
         on conflict do nothing`,
        [shipments.map((s) => s.orderNumber), shipments.map((s) => s.shipment)],
      );
    },
    async dueForTills(limit) {
      const { rows } = await query<{ orderNumber: CentraOrderNumber; shipment: CentraShipmentId }>(
        `select order_number as "orderNumber", shipment::text as shipment from mirrored_shipments
         where state = 'due' order by updated_at, order_number, shipment limit $1`,
        [limit],
      );
      return rows;
    },
    async recordMirrored({ orderNumber, shipment }, refusal) {
      await query(
        `update mirrored_shipments set state = $3, refusal = $4, updated_at = now() where order_number = $1 and shipment = $2`,
        [orderNumber, shipment, refusal === undefined ? 'known' : 'refused', refusal ?? null],
      );
    },
    async unknownAtTills(sinceMs, limit) {
      const { rows } = await query<Omit<UnknownAtTills, 'at'> & { at: Date }>(
        `select order_number as "orderNumber", shipment::text as shipment, refusal, updated_at as at from mirrored_shipments
         where state = 'refused' and updated_at >= $1 order by updated_at desc limit $2`,
        [new Date(sinceMs), limit],
      );
      return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
    },
    recordPosted: ({ ref, order, location, lines }) =>
      transaction(async (run) => {
        const { rows } = await run<Pick<PostedReturn, 'lines'>>(
          'select lines from posted_returns where warehouse_order = $1',
          [ref],
        );
        const more = cameBackSince(
          lines,
          rows.flatMap((row) => row.lines),
        );
        if (more.length === 0) return;
        await run(
          `insert into posted_returns (number, warehouse_order, origin, order_number, location, lines)
           values ($1, $2, $3, $4, $5, $6)`,
          [postedReturnNumber(ref, rows.length + 1), ref, order.origin, order.number, location, JSON.stringify(more)],
        );
      }),
    async duePosted(limit) {
      const { rows } = await query<PostedReturn>(
        `select number, jsonb_build_object('origin', origin, 'number', order_number) as "order", location, lines,
           to_char(recorded_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
         from posted_returns where state = 'due' order by recorded_at, number limit $1`,
        [limit],
      );
      return rows;
    },
    async recordPostedBegun(number) {
      await query(`update posted_returns set state = 'begun' where number = $1`, [number]);
    },
  };
}

const rowOf = ({ orderNumber, ...row }: Columns): ReturnRow => ({
  ...row,
  ...(orderNumber === null ? {} : { orderNumber }),
});
