-- Products as their master, the web shop, has them.
create table product_masters (
  sku text primary key,
  variant bigint not null,
  size bigint not null,
  barcode text not null,
  name text not null,
  -- Its product and its variant are sold; a size that changes by itself does not say so.
  offered boolean not null,
  active boolean not null,
  reading bigint not null default 0
);
create index product_masters_size on product_masters (size);

-- Prices hang on variants, and are read by themselves. A price is null where the price list has none.
create table product_prices (
  variant bigint primary key,
  price_minor bigint,
  reading bigint not null default 0
);

-- The replicas below: how each was last seen, what is being written, what was written, and what a person let stand.
create table product_replicas (
  system text not null,
  sku text not null,
  ref text,
  seen jsonb,
  writing jsonb,
  written jsonb,
  written_at timestamptz,
  accepted jsonb,
  forced boolean not null default false,
  refused text,
  due boolean not null default false,
  reading bigint not null default 0,
  primary key (system, sku)
);
create index product_replicas_due on product_replicas (system, sku) where due;

-- A reading of everything, with where it stands: a page's rows and its position are saved together.
create table product_readings (
  what text primary key,
  reading bigint not null,
  position text,
  done boolean not null
);
