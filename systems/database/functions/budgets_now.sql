-- Each budget of a limiter at `p_now` (epoch seconds): what others use of it, what is used of it in all, and how much of that
-- went by the floors of lanes. `p_all` is the share of what others leave that is ours, headroom taken off; `p_floors` the
-- share of ours that belongs to the floors of `p_lanes` lanes.
-- `ours` is the most that we may use; `kept` what of it is kept for floors; `per_second` how fast it comes back in the long run.
create or replace function budgets_now(
  p_limiter bigint, p_now double precision, p_all double precision, p_floors double precision, p_lanes integer)
returns table (
  type text, window_seconds integer, quota bigint, external bigint, used bigint, by_floor bigint,
  ours double precision, kept double precision, per_second double precision) language sql stable as $$
  with budgets as (
    select q.type, q.window_seconds, q.quota, o.external, coalesce(s.used, 0)::bigint + o.external as used,
      coalesce(s.by_floor, 0)::bigint as by_floor, (q.quota - o.external) * p_all as ours,
      min((q.quota - o.external) * p_all / q.window_seconds) over (partition by q.type) as per_second
    from limiter_quotas q
    cross join lateral (
      select least(q.quota, external_use(q.external_used, q.window_seconds,
        p_now - extract(epoch from q.read_at)::double precision)) as external) o
    left join lateral (
      select
        sum(case q.type when 'requests' then requests when 'mutations' then mutations else complexity end) as used,
        sum(case q.type when 'requests' then floor_requests when 'mutations' then floor_mutations else floor_complexity end)
          as by_floor
      from limiter_spending
      where limiter = p_limiter and window_seconds = q.window_seconds
        and bucket >= first_bucket(q.window_seconds, p_now)) s on true
    where q.limiter = p_limiter)
  -- What floors can take in a window: their share of what comes back meanwhile, and one call of each lane at its beginning;
  -- where others leave next to nothing, a quarter of that at the most.
  select type, window_seconds, quota, external, used, by_floor, ours,
    least(ours / 4,
      per_second * window_seconds * p_floors + case type when 'complexity' then ours * p_floors else p_lanes end),
    per_second
  from budgets
$$;
