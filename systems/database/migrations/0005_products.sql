-- Products and their replicas.

-- Products as their master, the web shop, has them.
create table product_masters (
  sku text primary key,
  -- What the web shop's list of products holds it under.
  product bigint not null,
  variant bigint not null,
  size bigint not null,
  barcode text not null,
  name text not null,
  -- Its product and its variant are sold; a change of the size alone does not say so.
  offered boolean not null,
  active boolean not null,
  -- Country of origin and tariff number; null where the brand does not read them.
  customs jsonb,
  reading bigint not null default 0
);
create index product_masters_size on product_masters (size);

-- Prices belong to variants, and are read separately: those of every price list in the currency of the brand, by its id, since
-- which one the tills use is decided when they are compared. Empty where no list has one.
create table product_prices (
  variant bigint primary key,
  -- What the web shop's list of prices holds it under.
  display bigint not null,
  prices jsonb not null,
  -- Id and name, as the web shop has them.
  tax_group jsonb,
  reading bigint not null default 0
);

-- Campaign prices of variants: a price of its own, or a part taken off that of the price list.
create table product_campaigns (
  id bigint primary key,
  variant bigint not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  price_minor bigint,
  percent_off double precision,
  reading bigint not null default 0
);
create index product_campaigns_variant on product_campaigns (variant, ends_at);
create index product_campaigns_reading on product_campaigns (reading);

-- The replicas downstream: how each was last seen, what is being written, what was written, and which difference a person accepted.
create table product_replicas (
  system text not null,
  sku text not null,
  ref text,
  seen jsonb,
  writing jsonb,
  written jsonb,
  written_at timestamptz,
  accepted jsonb,
  -- Written although the difference was accepted, or nothing differs.
  forced boolean not null default false,
  refused text,
  -- To be compared, and written where it differs.
  due boolean not null default false,
  reading bigint not null default 0,
  primary key (system, sku)
);
create index product_replicas_due on product_replicas (system, sku) where due;
create index product_replicas_written on product_replicas (written_at);

-- Readings of everything, and how far each has got: the rows of a page and the next page are saved together.
create table product_readings (
  what text primary key,
  reading bigint not null,
  next_page text,
  done boolean not null
);

-- Rows of those lists that cannot be used. What is unreadable is not gone: the end of a reading forgets nothing that it may hold.
create table product_unreadable (
  what text not null,
  -- As the list holds it; empty where not even that can be read.
  id text not null,
  sentence text not null,
  reading bigint not null,
  primary key (what, id)
);
create index product_unreadable_reading on product_unreadable (what, reading);
