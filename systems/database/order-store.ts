import type { CentraShipmentId, CounterpartOrderId, OrderNumber } from '../../domain/ids.js';
import type { Origin, System } from '../../domain/names.js';
import { FULFILMENT_STAGES, STAGES_ONWARD } from '../../domain/order/fulfilment.js';
import type { OrderEnd } from '../../domain/order/order-end.js';
import type { FulfillingSystem } from '../../domain/order/order-ref.js';
import type { OrderStage } from '../../domain/order/order-stage.js';
import type { Query } from './database.js';
import type { FulfilmentRow, OrderRow, OrderStore } from './port.js';
import { jsonOf } from './storable.js';

const inSql = (stages: readonly string[]): string => stages.map((stage) => `'${stage}'`).join(', ');

/** Stages from which a fulfilment goes nowhere. Written out, like those of orders: an index of open rows serves only what says so. */
const SETTLED = inSql(
  Object.entries(FULFILMENT_STAGES)
    .filter(([, next]) => next.length === 0)
    .map(([stage]) => stage),
);
const ENDED = inSql(['done', 'cancelled'] satisfies OrderStage[]);

const ONWARD = `array[${inSql(STAGES_ONWARD)}]`;

/** SQL: of two stages the one that is further on, so that a late or repeated write moves nothing back. */
const furtherOf = (known: string, next: string): string =>
  `case when array_position(${ONWARD}, ${next}) < array_position(${ONWARD}, ${known}) then ${known} else ${next} end`;

/** SQL: all shipments of two lists, so that a late or repeated write takes none away. */
const unionOf = (known: string, more: string): string =>
  `array(select distinct unnest(${known} || ${more}) order by 1)`;

const ORDER = 'brand, origin, number, stage, workflow_id, updated_at';
const FULFILMENT = 'origin, order_number, fulfilment, location, system, name, ref, stage, shipments';

interface OrderColumns {
  brand: string;
  origin: Origin;
  number: OrderNumber;
  stage: string;
  workflow_id: string;
  updated_at: Date;
}

interface FulfilmentColumns {
  origin: Origin;
  order_number: OrderNumber;
  fulfilment: number;
  location: string;
  system: FulfillingSystem;
  name: string;
  ref: CounterpartOrderId;
  stage: string;
  shipments: CentraShipmentId[];
}

export function orderStore(query: Query): OrderStore {
  const fulfilmentBy = async (column: 'name' | 'ref', system: System, value: string) => {
    const { rows } = await query<FulfilmentColumns>(
      `select ${FULFILMENT} from fulfilments where system = $1 and ${column} = $2 order by updated_at desc limit 1`,
      [system, value],
    );
    return rows.map(fulfilmentRow)[0];
  };
  return {
    async upsertOrder({ brand, origin, number, stage, workflowId, run = 1, nthStage = 0, ended }) {
      await query(
        `insert into orders (brand, origin, number, stage, workflow_id, run, nth_stage, ended)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (origin, number) do update
           set brand = excluded.brand, stage = excluded.stage, workflow_id = excluded.workflow_id, run = excluded.run,
               nth_stage = excluded.nth_stage, ended = coalesce(excluded.ended, orders.ended), updated_at = now()
         where (excluded.run, excluded.nth_stage) >= (orders.run, orders.nth_stage)
           and (orders.brand, orders.stage, orders.workflow_id, orders.run, orders.nth_stage, orders.ended)
             is distinct from (excluded.brand, excluded.stage, excluded.workflow_id, excluded.run, excluded.nth_stage,
               coalesce(excluded.ended, orders.ended))`,
        [brand, origin, number, stage, workflowId, run, nthStage, ended === undefined ? null : jsonOf(ended)],
      );
    },
    async leaveStage({ origin, number, from, to }) {
      await query(`update orders set stage = $4, updated_at = now() where origin = $1 and number = $2 and stage = $3`, [
        origin,
        number,
        from,
        to,
      ]);
    },
    async ended(origin, number) {
      const { rows } = await query<{ ended: OrderEnd | null }>(
        `select ended from orders where origin = $1 and number = $2`,
        [origin, number],
      );
      return rows[0]?.ended ?? undefined;
    },
    async order(origin, number) {
      const { rows } = await query<OrderColumns>(`select ${ORDER} from orders where origin = $1 and number = $2`, [
        origin,
        number,
      ]);
      return rows.map(orderRow)[0];
    },
    async ordersInStage(stage, { after, limit }) {
      const { rows } = await query<OrderColumns>(
        `select ${ORDER} from orders where stage = $1 and (origin, number) > ($2, $3) order by origin, number limit $4`,
        [stage, after?.origin ?? '', after?.number ?? '', limit],
      );
      return rows.map(orderRow);
    },
    async openOrders(origin, { after, limit }) {
      const { rows } = await query<OrderColumns>(
        `select ${ORDER} from orders where origin = $1 and number > $2 and stage not in (${ENDED})
         order by number limit $3`,
        [origin, after?.number ?? '', limit],
      );
      return rows.map(orderRow);
    },
    async revisionsSent(origin, numbers) {
      if (numbers.length === 0) return new Map();
      const { rows } = await query<{ number: OrderNumber; revision: string | null }>(
        `select number, revision from orders where origin = $1 and number = any($2::text[])`,
        [origin, numbers],
      );
      return new Map(rows.map((row) => [row.number, row.revision ?? undefined]));
    },
    async recordRevisionSent({ brand, origin, number, workflowId, revision }) {
      await query(
        `insert into orders (brand, origin, number, stage, workflow_id, revision) values ($1, $2, $3, 'received', $4, $5)
         on conflict (origin, number) do update set revision = excluded.revision, updated_at = now()
         where orders.revision is distinct from excluded.revision`,
        [brand, origin, number, workflowId, revision ?? null],
      );
    },
    async upsertFulfilment(fulfilment) {
      await query(
        `insert into fulfilments (${FULFILMENT}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (origin, order_number, fulfilment) do update
           set location = excluded.location, system = excluded.system, name = excluded.name, ref = excluded.ref,
               stage = ${furtherOf('fulfilments.stage', 'excluded.stage')},
               shipments = ${unionOf('fulfilments.shipments', 'excluded.shipments')}, updated_at = now()
         where (fulfilments.location, fulfilments.system, fulfilments.name, fulfilments.ref, fulfilments.stage, fulfilments.shipments)
           is distinct from (excluded.location, excluded.system, excluded.name, excluded.ref,
             ${furtherOf('fulfilments.stage', 'excluded.stage')}, ${unionOf('fulfilments.shipments', 'excluded.shipments')})`,
        [
          fulfilment.origin,
          fulfilment.orderNumber,
          fulfilment.fulfilment,
          fulfilment.location,
          fulfilment.system,
          fulfilment.name,
          fulfilment.ref,
          fulfilment.stage,
          fulfilment.shipments,
        ],
      );
    },
    async advanceFulfilment({ origin, orderNumber, fulfilment, stage, shipment }) {
      await query(
        `update fulfilments set stage = ${furtherOf('stage', 'coalesce($4::text, stage)')},
           shipments = ${unionOf('shipments', '$5::bigint[]')}, updated_at = now()
         where origin = $1 and order_number = $2 and fulfilment = $3`,
        [origin, orderNumber, fulfilment, stage ?? null, shipment === undefined ? [] : [shipment]],
      );
    },
    async fulfilments(origin, number) {
      const { rows } = await query<FulfilmentColumns>(
        `select ${FULFILMENT} from fulfilments where origin = $1 and order_number = $2 order by fulfilment`,
        [origin, number],
      );
      return rows.map(fulfilmentRow);
    },
    fulfilmentByName: (system, name) => fulfilmentBy('name', system, name),
    fulfilmentByRef: (system, ref) => fulfilmentBy('ref', system, ref),
    async openFulfilments(system, { after, limit }) {
      const { rows } = await query<FulfilmentColumns>(
        `select ${FULFILMENT} from fulfilments
         where system = $1 and (origin, order_number, fulfilment) > ($2, $3, $4) and stage not in (${SETTLED})
         order by origin, order_number, fulfilment limit $5`,
        [system, after?.origin ?? '', after?.orderNumber ?? '', after?.fulfilment ?? 0, limit],
      );
      return rows.map(fulfilmentRow);
    },
  };
}

function orderRow(row: OrderColumns): OrderRow {
  return {
    brand: row.brand,
    origin: row.origin,
    number: row.number,
    stage: row.stage,
    workflowId: row.workflow_id,
    updatedAt: row.updated_at.toISOString(),
  };
}

function fulfilmentRow(row: FulfilmentColumns): FulfilmentRow {
  return {
    origin: row.origin,
    orderNumber: row.order_number,
    fulfilment: row.fulfilment,
    location: row.location,
    system: row.system,
    name: row.name,
    ref: row.ref,
    stage: row.stage,
    shipments: row.shipments,
  };
}
