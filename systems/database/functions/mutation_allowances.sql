-- What a lane may spend on mutations, by window, and what is used of it; the use of others counts in both.
create or replace function mutation_allowances(p_limiter bigint, p_share double precision)
returns table (window_seconds integer, allowed bigint, used bigint) language sql stable as $$
  select b.window_seconds, floor(b.external + (b.quota - b.external) * p_share)::bigint, b.used
  from budgets_now(p_limiter, extract(epoch from clock_timestamp())::double precision) b
  where b.type = 'mutations'
  order by b.window_seconds
$$;
