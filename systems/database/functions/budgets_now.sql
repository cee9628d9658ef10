-- Each budget of a limiter at `p_now` (epoch seconds): what others use of it, what is used of it in all, and how much of that
-- went by the guarantees of lanes. `p_all` is the share of what others leave that is ours, headroom taken off; `p_guarantees`
-- the share of ours that belongs to the guarantees of `p_lanes` lanes.
-- `ours` is the most that we may use; `kept` what of it is kept for guarantees; `per_second` how fast it comes back for good.
create or replace function budgets_now(
  p_limiter bigint, p_now double precision, p_all double precision, p_guarantees double precision, p_lanes integer)
returns table (
  type text, window_seconds integer, quota bigint, external bigint, used bigint, guaranteed bigint,
  ours double precision, kept double precision, per_second double precision) language sql stable as $$
  with budgets as (
    select q.type, q.window_seconds, q.quota, o.external, coalesce(s.used, 0)::bigint + o.external as used,
      coalesce(s.guaranteed, 0)::bigint as guaranteed, (q.quota - o.external) * p_all as ours,
      min((q.quota - o.external) * p_all / q.window_seconds) over (partition by q.type) as per_second
    from limiter_quotas q
    cross join lateral (
      select least(q.quota, external_use(q.external_used, q.window_seconds,
        p_now - extract(epoch from q.read_at)::double precision)) as external) o
    left join lateral (
      select
        sum(case q.type when 'requests' then requests when 'mutations' then mutations else complexity end) as used,
        sum(case q.type when 'requests' then guaranteed_requests when 'mutations' then guaranteed_mutations
          else guaranteed_complexity end)
          as guaranteed
      from limiter_spending
      where limiter = p_limiter and window_seconds = q.window_seconds
        and bucket >= first_bucket(q.window_seconds, p_now)) s on true
    where q.limiter = p_limiter)
  -- What guarantees can take in a window: their share of what comes back meanwhile, and one call of each lane at its beginning;
  -- where others leave next to nothing, a quarter of that at the most.
  select type, window_seconds, quota, external, used, guaranteed, ours,
    least(ours / 4,
      per_second * window_seconds * p_guarantees + case type when 'complexity' then ours * p_guarantees else p_lanes end),
    per_second
  from budgets
$$;
