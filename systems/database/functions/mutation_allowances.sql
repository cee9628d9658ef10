-- What a lane may spend on mutations beside its guarantee, by window, and what is used of it; the use of others counts in both.
-- `guaranteed_in_ms`: when the lane's guarantee grants one more in any case; null for a lane without a guarantee.
create or replace function mutation_allowances(
  p_limiter bigint, p_lane text, p_share double precision, p_guarantee double precision,
  p_all double precision, p_guarantees double precision, p_lanes integer, p_now double precision default null)
returns table (window_seconds integer, allowed bigint, used bigint, guaranteed_in_ms double precision)
language sql stable as $$
  with moment as (select coalesce(p_now, extract(epoch from clock_timestamp())::double precision) as at),
  mutations as (
    select b.* from moment, budgets_now(p_limiter, moment.at, p_all, p_guarantees, p_lanes) b where b.type = 'mutations'),
  waits as (
    select greatest(
      coalesce((select free_at - moment.at from limiter_guarantees where limiter = p_limiter and lane = p_lane), 0),
      (select max(case when b.used - b.external + 1 > b.ours
        then coalesce(freed_in(p_limiter, b.type, b.window_seconds, moment.at, b.used - b.external + 1 - b.ours),
          b.window_seconds / 10.0)
        else 0 end) from mutations b)) as seconds
    from moment)
  select b.window_seconds, floor(b.external + least((b.quota - b.external) * p_share, b.ours - b.kept))::bigint,
    b.used - b.guaranteed, case when p_guarantee > 0 then greatest(0, waits.seconds) * 1000 end
  from mutations b, waits
  order by b.window_seconds
$$;
