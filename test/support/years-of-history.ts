import type { Query } from '../../systems/database/database.js';

/** Rows of the past in each table that grows with the years, or that is as large as the range of goods. */
export const HISTORY = 100_000;
/** Rows of today. */
export const OPEN = 20;

/** SQL: one row for each number from 1 on; the last ones are of today. */
const each = `from generate_series(1, ${HISTORY + OPEN}) i`;
const ofToday = `i > ${HISTORY}`;
/** Every position is at one of so many locations. */
const LOCATIONS = 30;
const location = `'store-' || (i % ${LOCATIONS})`;
const sku = `'P-' || i`;

const STATEMENTS: readonly string[] = [
  `insert into inbox (system, event_id, kind, subject, raw, handled_at)
     select 'sitoo', i, 'order', i, '{}', case when not ${ofToday} then now() end ${each}`,
  `insert into intents (key, system, may_end_at, answered_at) select 'place/b/' || i, 'sitoo', now(), now() ${each}`,
  `insert into intent_claims (key, subject) select 'shipment/b/centra-' || i || '-1/1', 'shipment/' || i ${each}`,
  `insert into orders (origin, number, brand, stage, workflow_id)
     select case when i % 4 = 0 then 'sitoo' else 'centra' end, i, 'b',
       case when ${ofToday} then 'waiting-for-batch' else 'done' end, 'order/b/' || i ${each}`,
  `insert into fulfilments (origin, order_number, fulfilment, location, system, name, ref, stage, shipments)
     select 'centra', i, 1, ${location}, case when i % 2 = 0 then 'sitoo' else 'wms' end, 'centra-' || i || '-1', i,
       case when ${ofToday} then 'placed' else 'sent' end, array[i] ${each}`,
  `insert into cases (case_id, workflow_id, brand, code, codes, owner, severity, subject, what_happened, what_to_do, answers,
       opened_at, closed_at)
     select 'b-' || i, 'order/b/' || i, 'b', 'order.unknown-sku', '{order.unknown-sku}', 'products', 'high', 'centra ' || i, 'x', 'y',
       '{retry}', now() - (${HISTORY + OPEN} - i) * interval '1 minute', case when not ${ofToday} then now() end ${each}`,
  `insert into case_trail (case_id, what, by) select 'b-' || i, 'opened', 'onepool' ${each}`,
  `insert into notes (reference, text) select 'order/b/centra/' || i, 'With love' ${each}`,
  `insert into returns (brand, refund, order_number, location, stage, names, workflow_id)
     select 'b', i, i, ${location}, 'done', array['sitoo-' || i], 'return/b/' || i ${each}`,
  `insert into mirrored_shipments (order_number, shipment, state)
     select i, i, case when ${ofToday} then 'due' else 'known' end ${each}`,
  `insert into posted_returns (number, warehouse_order, origin, order_number, location, lines, state)
     select 'wms-' || i || '-1', i, 'centra', i, 'dc', '[]', case when ${ofToday} then 'due' else 'begun' end ${each}`,
  `insert into stock_movements (system, reference, location, sku, quantity, cause, happened_at, physical_after)
     select 'sitoo', 'journal/' || i || '/P', ${location}, ${sku}, 5, 'store-intake', now(), 5 ${each}`,
  `insert into stock_positions (location, sku, physical, units_for_centra, short)
     select ${location}, ${sku}, 5, 5, case when ${ofToday} then 1 else 0 end ${each}`,
  `insert into initial_stock (location) select 'store-' || i from generate_series(0, ${LOCATIONS - 1}) i`,
  `insert into stock_order_readings (origin, number, changed_at, read_at, since) select 'centra', i, 1, 1, i ${each}`,
  `insert into stock_orders (location, sku, origin, number, outstanding, picked, deducted_at_origin)
     select ${location}, ${sku}, 'centra', i, case when ${ofToday} then 1 else 0 end, 1, 1 ${each}`,
  `insert into stock_till_deductions (number, parcel, location, lines, deducted_at) select i, i, ${location}, '[]', 1 ${each}`,
  `insert into stock_return_restocks (name, location, lines, is_awaited, recorded_at)
     select 'sitoo-' || i, ${location}, '[]', ${ofToday}, now() - (${HISTORY + OPEN} - i) * interval '1 hour' ${each}`,
  `insert into stock_picks (order_name, line, location, sku, picked, reading) select 'C' || i, '1', 'dc', ${sku}, 1, 1 ${each}`,
  `insert into stock_unplaced_units (origin, number, sku, quantity, placed_at, noted_at, is_due)
     select 'centra', i, ${sku}, 1, 1, now() - (${HISTORY + OPEN} - i) * interval '1 hour', ${ofToday} ${each}`,
  `insert into warehouse_orders_of_others (ref, number, location, lines, is_sent, reading)
     select i, i, 'dc', '[]', true, 1 ${each}`,
  // Goods of each shipment have left and arrived.
  `insert into stock_transfers (row_id, sku, shipment, location, quantity, at)
     select i, 'P-' || (i / 2), i / 2, ${location}, case when i % 2 = 0 then -1 else 1 end,
       now() - (${HISTORY + OPEN} - i) * interval '1 hour' ${each}`,
  `insert into stock_shipments (shipment, sku, balance, location, sent_at)
     select i, ${sku}, 0, ${location}, now() - (${HISTORY + OPEN} - i) * interval '1 hour' ${each}`,
  // Half of all figures wait for Centra, all of it at once: that is a first night, or new rules.
  `insert into stock_targets (target, location, sku, wanted, published, urgency, pending_since, changed_since)
     select 'centra', ${location}, ${sku}, 5, case when i % 2 = 0 then 5 else 0 end, 50,
       case when i % 2 = 1 then now() end, case when i % 2 = 1 then now() end ${each}`,
  `insert into stock_targets (target, location, sku, wanted, published, urgency, refused, refused_at, retry_at, refusal)
     select 'sitoo', ${location}, ${sku}, 6, 5, 99, case when ${ofToday} then 'no' end, case when ${ofToday} then now() end,
       case when ${ofToday} then now() end,
       case when ${ofToday} then '{"sentence":"no","reason":"other","accepts":0,"free":0,"tries":1}'::jsonb end ${each}`,
  `insert into stock_batches (id, target, location, direction, reference, state, created_at, done_at)
     select i, 'centra', ${location}, 'in', 'onepool b stock ' || i, 'done', now(), now() ${each}`,
  `select setval(pg_get_serial_sequence('stock_batches', 'id'), ${HISTORY + OPEN})`,
  `insert into stock_publications (batch, location, sku, quantity, level, figures, up_to_movement, state)
     select i, ${location}, ${sku}, 1, 5, '{}', 1, 'done' ${each}`,
  `insert into stock_external_changes (id, location, at, comment, lines)
     select i, ${location}, now(), 'x', jsonb_build_array(jsonb_build_object('sku', ${sku}, 'quantity', 1)) ${each}`,
  `insert into stock_shortages (location, sku, origin, number)
     select ${location}, ${sku}, 'centra', i ${each} where ${ofToday}`,
  `insert into sku_renames (former, sku, carried_at)
     select 'OLD-' || i, ${sku}, case when not ${ofToday} then now() end ${each}`,
  `insert into stock_corrections (location, sku, drift, at)
     select ${location}, ${sku}, 1, now() - (${HISTORY + OPEN} - i) * interval '1 hour' ${each}`,
  `insert into safety_stock_rules (brand, rules) values ('b', '{}')`,
  `insert into product_masters (sku, product, variant, size, barcode, name, offered, active) select ${sku}, i, i, i, i, 'x', true, true ${each}`,
  `insert into product_prices (variant, display, prices) select i, i, '{"11":100}' ${each}`,
  `insert into product_unreadable (what, id, sentence, reading) select 'masters', i, 'x', 1 ${each}`,
  `insert into product_campaigns (id, variant, starts_at, ends_at, price_minor, reading)
     select i, i, now() - interval '9 days', now() - interval '2 days', 90, 1 ${each}`,
  ...['sitoo', 'wms'].map(
    (system) => `insert into product_replicas (system, sku, ref, written_at, due)
     select '${system}', ${sku}, i, now() - interval '1 year', ${ofToday} ${each}`,
  ),
];

/** Fills the tables of a migrated database with years of what is over, and a little that is not. */
export async function fillWithHistory(query: Query): Promise<void> {
  for (const statement of STATEMENTS) await query(statement);
  await query('vacuum analyze');
}
