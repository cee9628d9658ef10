-- Returns.

-- Refunds at tills of what the web shop had sold, and what was made of them. A list to look up; the workflow has the truth.
create table returns (
  brand text not null,
  -- The till's number of the refund.
  refund text primary key,
  -- Number of the web order; null while nobody knows it, and for what a till had sold.
  order_number text,
  location text not null,
  stage text not null,
  -- Names of the returns in the web shop.
  names text[] not null default '{}',
  workflow_id text not null,
  updated_at timestamptz not null default now()
);
create index returns_by_stage on returns (stage, updated_at);
create index returns_by_order on returns (order_number) where order_number is not null;

-- Shipments of web orders by a warehouse, and whether the tills know them: only then can a till take the goods back.
create table mirrored_shipments (
  order_number text not null,
  shipment bigint not null,
  state text not null default 'due' check (state in ('due', 'known', 'refused')),
  -- Why the tills do not accept it.
  refusal text,
  updated_at timestamptz not null default now(),
  primary key (order_number, shipment)
);
create index mirrored_shipments_due on mirrored_shipments (updated_at) where state = 'due';
create index mirrored_shipments_refused on mirrored_shipments (updated_at) where state = 'refused';

-- Parcels that came back to a warehouse by post, each a return of its own. A warehouse shows sums, so what is new is what these do not hold.
create table posted_returns (
  -- Our number of the return: the order of the warehouse, and which of its parcels.
  number text primary key,
  warehouse_order text not null,
  origin text not null,
  order_number text not null,
  location text not null,
  lines jsonb not null,
  state text not null default 'due' check (state in ('due', 'begun')),
  recorded_at timestamptz(3) not null default clock_timestamp()
);
create index posted_returns_by_order on posted_returns (warehouse_order);
create index posted_returns_due on posted_returns (recorded_at, number) where state = 'due';
