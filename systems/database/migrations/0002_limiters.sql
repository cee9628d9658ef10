-- Rate limiters, shared by all processes that use one credential. `limiter` is a hash of the system and the credential,
-- never the credential. The functions over these tables are in `functions/`.

-- After a 429: no call before `until`, by the clock of this database.
create table limiter_cooldowns (
  limiter bigint primary key,
  until timestamptz not null
);

-- What a credential may spend in a window, and how much of it others had used when we last read the counterpart's figures.
create table limiter_quotas (
  limiter bigint not null,
  type text not null check (type in ('requests', 'mutations', 'complexity')),
  window_seconds integer not null,
  quota bigint not null,
  external_used bigint not null default 0,
  read_at timestamptz not null default now(),
  primary key (limiter, type, window_seconds)
);

-- What we have spent, in buckets of time: half a second for windows up to a minute, a minute for longer ones.
create table limiter_spending (
  limiter bigint not null,
  window_seconds integer not null,
  -- The epoch time of its beginning, counted in buckets.
  bucket bigint not null,
  requests bigint not null,
  mutations bigint not null,
  complexity bigint not null,
  -- The part that lanes took by their guarantees.
  guaranteed_requests bigint not null default 0,
  guaranteed_mutations bigint not null default 0,
  guaranteed_complexity bigint not null default 0,
  primary key (limiter, window_seconds, bucket)
);

-- When the guarantee of a lane grants its next call, epoch seconds.
create table limiter_guarantees (
  limiter bigint not null,
  lane text not null,
  free_at double precision not null,
  primary key (limiter, lane)
);
