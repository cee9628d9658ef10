-- Each budget of a limiter at `p_now` (epoch seconds): what others use of it, and what is used of it in all.
create or replace function budgets_now(p_limiter bigint, p_now double precision)
returns table (type text, window_seconds integer, quota bigint, external bigint, used bigint) language sql stable as $$
  select q.type, q.window_seconds, q.quota, o.external, coalesce(s.used, 0)::bigint + o.external
  from limiter_quotas q
  cross join lateral (
    select least(q.quota, external_use(q.external_used, q.window_seconds,
      p_now - extract(epoch from q.read_at)::double precision)) as external) o
  left join lateral (
    select sum(case q.type when 'requests' then requests when 'mutations' then mutations else complexity end) as used
    from limiter_spending
    where limiter = p_limiter and window_seconds = q.window_seconds
      and bucket >= first_bucket(q.window_seconds, p_now)) s on true
  where q.limiter = p_limiter
$$;
