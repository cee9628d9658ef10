-- What came back over a counter, as a list to look through. The workflow stays the truth.
create table returns (
  brand text not null,
  -- The tills' number of the refund.
  refund text primary key,
  -- Number of the web order; null while nobody knows it, and for what a till had sold.
  order_number text,
  location text not null,
  stage text not null,
  -- Names of the returns at the web shop.
  names text[] not null default '{}',
  workflow_id text not null,
  updated_at timestamptz not null default now()
);
create index returns_by_order on returns (order_number) where order_number is not null;

-- Units that the web shop books into a location by itself, because a return says so; each return once.
create table stock_return_restocks (
  name text primary key,
  location text not null,
  lines jsonb not null,
  recorded_at timestamptz(3) not null default clock_timestamp()
);

-- What a warehouse has sent of web orders, on its way to the tills that shall be able to take it back.
create table sent_orders (
  order_number text not null,
  shipment bigint not null,
  state text not null default 'due',
  why text,
  updated_at timestamptz not null default now(),
  primary key (order_number, shipment)
);
create index sent_orders_due on sent_orders (updated_at) where state = 'due';

-- Web orders that shipped a product, for a refund that names no order.
create index stock_orders_deducted on stock_orders (sku) where deducted_at_origin > 0;
