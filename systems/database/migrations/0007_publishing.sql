-- When an order was first told of a shortage: who does nothing about it is told again, more and more seldom.
alter table stock_shortages add column first_notified_at timestamptz(3) not null default clock_timestamp();

-- When the call of a batch left.
alter table stock_batches add column sent_at timestamptz(3);
