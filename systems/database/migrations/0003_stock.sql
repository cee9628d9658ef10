-- The ledger of stock, and what is published from it to whom.

-- Every change of physical units, as the master of the location reported it. It only grows.
create table stock_movements (
  id bigint generated always as identity primary key,
  -- Who reported it, and its name there: what is reported twice is one movement.
  system text not null,
  reference text not null,
  location text not null,
  sku text not null,
  quantity integer not null check (quantity <> 0),
  cause text not null,
  happened_at timestamptz(3) not null,
  -- Set while the position is locked: the movements of one position have the same order by id and by this.
  recorded_at timestamptz(3) not null default clock_timestamp(),
  -- The order whose goods these are.
  order_origin text,
  order_number text,
  -- Physical stock of the position after it.
  physical_after integer not null,
  unique (system, reference)
);
create index stock_movements_by_position on stock_movements (location, sku, id desc);
-- What fell without an explanation: an order of others may turn out to have the goods.
create index stock_movements_unexplained on stock_movements (location, sku, recorded_at)
  where cause in ('warehouse-change', 'store-issue', 'store-count', 'store-change', 'explained-later');
-- What was taken for the pick of an order of others.
create index stock_movements_for_others on stock_movements (location, sku, recorded_at)
  where cause in ('warehouse-change-for-others', 'store-change-for-others');

create trigger stock_movements_append_only before update or delete or truncate on stock_movements
  for each statement execute function refuse_to_change_movements();

-- One SKU at one location. Whoever changes anything about it locks this row first, in the order of (location, sku).
create table stock_positions (
  location text not null,
  sku text not null,
  physical integer not null default 0,
  -- Sum of the movements that Centra does not record by itself: those are ours to publish to it.
  units_for_centra integer not null default 0,
  -- What Centra was found to have beyond what anything explains.
  drift integer not null default 0,
  -- Safety stock when the figures were last calculated.
  safety_stock integer not null default 0,
  -- Units promised beyond what is there.
  short integer not null default 0,
  -- Goes up with every change that concerns the figures.
  version bigint not null default 0,
  -- The newest reading of an absolute level, and how many readings became a movement.
  reading bigint not null default 0,
  level_changes integer not null default 0,
  last_movement bigint not null default 0,
  primary key (location, sku)
);
create index stock_positions_by_sku on stock_positions (sku);
create index stock_positions_short on stock_positions (location, sku) where short > 0;

-- Numbers of readings of absolute levels: an older reading never replaces a newer one.
create sequence stock_readings;

-- Locations whose initial stock has been imported.
create table initial_stock (
  location text primary key,
  imported_at timestamptz(3) not null default clock_timestamp()
);

-- How new the newest reading of an order is, and since when the order is known. Times in epoch milliseconds.
create table stock_order_readings (
  origin text not null,
  number text not null,
  changed_at bigint not null,
  read_at bigint not null,
  since bigint not null,
  primary key (origin, number)
);

-- What each order has to do with a position. It is settled when nothing is outstanding and all that was picked is deducted.
create table stock_orders (
  location text not null,
  sku text not null,
  origin text not null,
  number text not null,
  -- Still wanted from here, and not deducted by the origin.
  outstanding integer not null default 0,
  -- Left the shelf, by this ledger.
  picked integer not null default 0,
  -- Deducted by the origin: a shipment that was sent, a delivery.
  deducted_at_origin integer not null default 0,
  -- Others send its goods from our shelves, and nobody reports when they leave.
  of_others boolean not null default false,
  -- The warehouse shows what it picks of it here.
  picks_shown boolean not null default false,
  primary key (location, sku, origin, number)
);
create index stock_orders_by_number on stock_orders (origin, number);
create index stock_orders_unsettled on stock_orders (location, sku)
  where outstanding <> 0 or picked <> deducted_at_origin;
create index stock_orders_of_others on stock_orders (location, sku)
  where of_others and (outstanding <> 0 or picked <> deducted_at_origin);
-- Web orders that shipped a product, for a refund that names no order.
create index stock_orders_deducted on stock_orders (sku) where deducted_at_origin > 0 and not of_others;

-- Units that Centra has deducted for an order that others send, and of which nothing says where they left.
create table stock_unplaced_units (
  origin text not null,
  number text not null,
  sku text not null,
  quantity integer not null,
  -- Epoch milliseconds: what fell before the order was placed was something else.
  placed_at bigint not null,
  -- When units were added last.
  noted_at timestamptz(3) not null default clock_timestamp(),
  -- When levels were compared because something fell that may have been they.
  compared_at timestamptz(3),
  -- They, or something that fell, came since it was last looked whether levels have to be compared.
  is_due boolean not null default true,
  primary key (origin, number, sku)
);
create index stock_unplaced_units_by_sku on stock_unplaced_units (sku, noted_at);
create index stock_unplaced_units_due on stock_unplaced_units (noted_at) where is_due;

-- Orders of others in the warehouse, by the WMS's own id, which is all by which a back order names the order it belongs to.
-- Several may belong to one order of Centra: what left with them adds up.
create table warehouse_orders_of_others (
  ref text primary key,
  number text not null,
  location text not null,
  -- Units picked, by SKU.
  lines jsonb not null,
  is_sent boolean not null,
  reading bigint not null
);
create index warehouse_orders_of_others_by_number on warehouse_orders_of_others (number);

-- Goods that travel between locations, by rows of the journal: what has left and not arrived is on its way.
create table stock_transfers (
  row_id bigint not null,
  sku text not null,
  shipment bigint not null,
  location text not null,
  quantity integer not null,
  at timestamptz(3) not null,
  primary key (row_id, sku)
);
-- Both are carried over when a SKU is renamed.
create index stock_transfers_by_sku on stock_transfers (sku);

-- What has arrived of each shipment, less what has left with it: below zero, it is on its way.
create table stock_shipments (
  shipment bigint not null,
  sku text not null,
  balance integer not null,
  -- Where and since when it has left; null while only its arrival is known.
  location text,
  sent_at timestamptz(3),
  primary key (shipment, sku)
);
create index stock_shipments_by_sku on stock_shipments (sku);
create index stock_shipments_on_their_way on stock_shipments (sent_at) where balance < 0;

-- What Sitoo deducted by itself for till orders, each parcel once.
create table stock_till_deductions (
  number text not null,
  parcel text not null,
  location text not null,
  lines jsonb not null,
  -- Epoch milliseconds.
  deducted_at bigint not null,
  primary key (number, parcel)
);

create index stock_till_deductions_by_time on stock_till_deductions (location, deducted_at);

-- What Centra restocks by itself because of a return, each return once.
create table stock_return_restocks (
  name text primary key,
  location text not null,
  lines jsonb not null,
  -- Centra may have booked these units, or book them only when the return is completed.
  is_awaited boolean not null default true,
  recorded_at timestamptz(3) not null default clock_timestamp()
);
create index stock_return_restocks_by_time on stock_return_restocks (location, recorded_at);
create index stock_return_restocks_awaited on stock_return_restocks (location) where is_awaited;

-- Units picked so far, by line of an order in the warehouse.
create table stock_picks (
  order_name text not null,
  line text not null,
  location text not null,
  sku text not null,
  picked integer not null,
  reading bigint not null,
  -- How many times it was found changed.
  changes integer not null default 0,
  primary key (order_name, line, location, sku)
);
-- For a SKU that is renamed.
create index stock_picks_by_sku on stock_picks (sku);

-- What each target should show of a position, and what was published to it. Centra: sums of changes. Sitoo: levels.
create table stock_targets (
  target text not null,
  location text not null,
  sku text not null,
  wanted integer not null,
  -- Null: nothing yet, or not known any more.
  published integer,
  -- Calls go one way only: Centra is sent what comes in or what goes out, Sitoo what there is.
  direction text not null generated always as
    (case when target = 'sitoo' then 'set' when wanted > published then 'in' else 'out' end) stored,
  -- The smaller, the more urgent.
  urgency smallint not null,
  -- Since when the two differ, and since when `wanted` differs from what the last batch was made of.
  pending_since timestamptz(3),
  changed_since timestamptz(3),
  -- What is known of the last refusal until the figure has been published, and since when it has been refused.
  refusal jsonb,
  refused_at timestamptz(3),
  -- The reason while it is not published because of that, and when it is tried again at the latest.
  refused text,
  retry_at timestamptz(3),
  primary key (target, location, sku)
);
-- What a call could publish, the most urgent first, and since when the oldest of it waits: choosing what is next reads a
-- row of each and none of what waits behind it.
create index stock_targets_pending on stock_targets (target, location, direction, urgency, pending_since, sku)
  where pending_since is not null and refused is null;
create index stock_targets_oldest on stock_targets (target, location, direction, pending_since)
  where pending_since is not null and refused is null;
create index stock_targets_refused on stock_targets (target, refused_at) where refusal is not null;
create index stock_targets_retried on stock_targets (target, retry_at) where refused is not null;
create index stock_targets_by_position on stock_targets (location, sku);

-- Calls that publish figures, recorded before they are made. A batch that was split holds its location until the last of
-- its pieces is settled: `root` is the batch that all of them came from, `parent` the one before.
create table stock_batches (
  id bigint generated by default as identity primary key,
  target text not null,
  location text not null,
  direction text not null check (direction in ('in', 'out', 'set')),
  -- Our name of the call at the counterpart.
  reference text not null unique,
  state text not null default 'open' check (state in ('open', 'split', 'replaced', 'done', 'not-sent')),
  -- Goes up with every takeover: a former owner fails its next step.
  epoch integer not null default 1,
  -- True once the call may have left, and when it left.
  sent boolean not null default false,
  sent_at timestamptz(3),
  created_at timestamptz(3) not null,
  done_at timestamptz(3),
  -- The counterpart's own id of the change.
  ref text,
  root bigint references stock_batches (id),
  parent bigint references stock_batches (id)
);
create unique index stock_batches_one_per_location on stock_batches (target, location)
  where root is null and state in ('open', 'split');
create index stock_batches_open on stock_batches (target) where state = 'open';
create index stock_batches_done on stock_batches (target, location, done_at);
create index stock_batches_by_root on stock_batches (root) where root is not null;

-- The lines of batches, with the figures that they were calculated from.
create table stock_publications (
  batch bigint not null references stock_batches (id),
  location text not null,
  sku text not null,
  quantity integer not null,
  -- Physical stock that the target should show after it.
  level integer not null,
  figures jsonb not null,
  -- The newest movement that the figures take into account.
  up_to_movement bigint not null,
  -- The target has deducted units by itself while this was on its way: which level it shows afterwards is not known.
  crossed boolean not null default false,
  state text not null default 'open' check (state in ('open', 'done', 'not-sent', 'refused')),
  primary key (batch, sku)
);
create index stock_publications_by_position on stock_publications (location, sku, batch desc);

-- SKUs that the web shop has given another name. Null: what the ledger knows of it is still under the former one.
create table sku_renames (
  former text primary key,
  sku text not null,
  at timestamptz(3) not null default clock_timestamp(),
  carried_at timestamptz(3)
);
create index sku_renames_by_sku on sku_renames (sku);
create index sku_renames_pending on sku_renames (at) where carried_at is null;

-- Stock changes in Centra that others made.
create table stock_external_changes (
  id bigint primary key,
  location text not null,
  at timestamptz(3) not null,
  comment text not null,
  lines jsonb not null
);
create index stock_external_changes_by_line on stock_external_changes using gin (lines jsonb_path_ops);

-- Figures that a comparison corrected at the web shop. Many, or the same one again, are a case.
create table stock_corrections (
  id bigint generated always as identity primary key,
  location text not null,
  sku text not null,
  -- Units that the web shop showed beyond what is explained.
  drift integer not null,
  at timestamptz(3) not null default clock_timestamp()
);
create index stock_corrections_by_time on stock_corrections (location, at);
create index stock_corrections_by_sku on stock_corrections (location, sku, at);

-- Orders that were notified that a position does not cover what it has promised them.
create table stock_shortages (
  location text not null,
  sku text not null,
  origin text not null,
  number text not null,
  -- An order that keeps its claim is notified again, the later the longer ago the first time was.
  first_notified_at timestamptz(3) not null default clock_timestamp(),
  notified_at timestamptz(3) not null default clock_timestamp(),
  primary key (location, sku, origin, number)
);

-- The rules of safety stock with which all figures are calculated, up to and including a position; null: all of them.
create table safety_stock_rules (
  brand text primary key,
  rules text not null,
  up_to_location text,
  up_to_sku text,
  check ((up_to_location is null) = (up_to_sku is null))
);
