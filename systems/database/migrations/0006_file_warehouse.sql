-- A warehouse that exchanges files cannot be asked: what its files said is kept here, and read instead of it. Ids and quantities only.

-- Its files, each once, whatever became of it.
create table warehouse_files (
  name text primary key,
  number bigint not null,
  -- Of the content; null for a number that never came.
  checksum text,
  -- Why it was set aside; null when it was recorded.
  refusal text,
  -- Whether people need not be asked about it, or know already.
  reported boolean not null default false,
  -- Whether they were asked.
  asked boolean not null default false,
  -- It was recorded after people had been asked: their question is settled.
  corrected boolean not null default false,
  -- Whether files of higher numbers need not wait for this number any more.
  settled boolean not null,
  received_at timestamptz(3) not null default clock_timestamp()
);
create index warehouse_files_by_number on warehouse_files (number) where settled;
-- A number is recorded once.
create unique index warehouse_files_recorded on warehouse_files (number) where refusal is null;
create index warehouse_files_to_report on warehouse_files (received_at, name)
  where (refusal is not null and not reported) or corrected;

-- Our files. A file has its number before it is written, so that a repeat writes the same file again.
create table warehouse_requests (
  number bigint generated always as identity primary key,
  kind text not null,
  -- Number of the order or the notice, or the SKU.
  subject text not null,
  checksum text not null,
  -- What it says of an article or a notice, where no person is named.
  detail jsonb,
  numbered_at timestamptz(3) not null default clock_timestamp(),
  written_at timestamptz(3),
  answer text,
  reason text,
  answered_at timestamptz(3),
  -- When people were asked why nobody answers it.
  asked_at timestamptz(3)
);
create index warehouse_requests_unanswered on warehouse_requests (written_at) where answered_at is null;
create index warehouse_requests_by_subject on warehouse_requests (kind, subject, number);

create table file_warehouse_orders (
  ref bigint generated always as identity primary key,
  name text not null unique,
  back_order_for bigint,
  shown jsonb not null,
  -- Number of the file that said so; 0 before there was one.
  as_of bigint not null default 0,
  changed_at timestamptz(3) not null default clock_timestamp(),
  returned_at timestamptz(3)
);
create index file_warehouse_orders_changed on file_warehouse_orders (changed_at, ref);
create index file_warehouse_orders_returned on file_warehouse_orders (returned_at, ref) where returned_at is not null;
create index file_warehouse_orders_of on file_warehouse_orders (back_order_for) where back_order_for is not null;

create table file_warehouse_articles (
  id bigint generated always as identity primary key,
  sku text not null unique,
  name text not null default '',
  barcode text not null default '',
  active boolean not null default true,
  stock_changed_at timestamptz(3) not null default clock_timestamp()
);
create index file_warehouse_articles_changed on file_warehouse_articles (stock_changed_at, id);

create table file_warehouse_levels (
  sku text not null,
  warehouse text not null,
  physical integer not null,
  sellable integer,
  -- Number of the file that counted it: what files of lower numbers moved is in it.
  as_of bigint not null default 0,
  primary key (sku, warehouse)
);

create table file_warehouse_notices (
  ref bigint generated always as identity primary key,
  name text not null unique,
  status text not null default 'open',
  lines jsonb not null,
  as_of bigint not null default 0
);
