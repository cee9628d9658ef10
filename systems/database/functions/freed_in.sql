-- In how many seconds so much of a budget is free again that we have used; null when all of it is less than that.
create or replace function freed_in(
  p_limiter bigint, p_type text, p_window integer, p_now double precision, p_amount double precision)
returns double precision language sql stable as $$
  select (f.bucket + 1) * bucket_seconds(p_window) + p_window + 0.5 - p_now from (
    select bucket, sum(case p_type when 'requests' then requests when 'mutations' then mutations else complexity end)
      over (order by bucket) as freed
    from limiter_spending
    where limiter = p_limiter and window_seconds = p_window and bucket >= first_bucket(p_window, p_now)) f
  where f.freed >= p_amount order by f.bucket limit 1
$$;
