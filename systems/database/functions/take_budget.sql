-- Asks for one call. `p_share` is the share that the call's lane may use of what others leave of each budget, headroom
-- included: however much others use, something is left for every lane, and never more than there is. `p_local_share` is
-- the share up to which local permits are granted.
-- When no budget would be overdrawn, the call is granted and recorded, together with some permits that the process may
-- use locally where every lane has plenty left: so large budgets cost no question per call. Otherwise `wait_ms` says
-- when to ask again; `cooldown_ms` when the counterpart asked all to wait.
create or replace function take_budget(
  p_limiter bigint, p_share double precision, p_local_share double precision,
  p_mutations bigint, p_complexity bigint, p_correction bigint,
  out wait_ms double precision, out cooldown_ms double precision,
  out local_requests bigint, out local_mutations bigint, out local_complexity bigint)
language plpgsql as $$
declare
  v_now double precision;
  b record;
  v_wanted bigint;
  v_available bigint;
  v_limit double precision;
  v_ours bigint;
  v_local bigint;
  v_free_in double precision;
begin
  -- Losing the last half second of spending in a power cut is better than a disk write per call.
  perform set_config('synchronous_commit', 'off', true);
  perform pg_advisory_xact_lock(p_limiter);
  v_now := extract(epoch from clock_timestamp());
  wait_ms := 0;
  cooldown_ms := coalesce(
    (select greatest(0, (extract(epoch from until) - v_now) * 1000) from limiter_cooldowns where limiter = p_limiter), 0);
  if cooldown_ms > 0 then
    return;
  end if;
  for b in select * from budgets_now(p_limiter, v_now) loop
    v_available := b.quota - b.external;
    v_limit := v_available * p_share;
    v_ours := b.used - b.external;
    v_wanted := case b.type when 'requests' then 1 when 'mutations' then p_mutations else p_complexity end;
    -- A call larger than our share may go only when we use nothing else, and when there is enough as far as we know.
    if v_wanted > 0 and v_ours + v_wanted > v_limit
      and (v_ours > 0 or (b.external > 0 and v_wanted > v_available)) then
      select (f.bucket + 1) * bucket_seconds(b.window_seconds) + b.window_seconds + 0.5 - v_now into v_free_in from (
        select bucket, sum(case b.type when 'requests' then requests when 'mutations' then mutations else complexity end)
          over (order by bucket) as freed
        from limiter_spending
        where limiter = p_limiter and window_seconds = b.window_seconds
          and bucket >= first_bucket(b.window_seconds, v_now)) f
      where f.freed >= v_ours + least(v_wanted, v_limit) - v_limit order by f.bucket limit 1;
      -- None of our buckets frees enough: others use the budget, and their share comes back bit by bit.
      wait_ms := greatest(wait_ms, coalesce(v_free_in * 1000, b.window_seconds * 100));
    end if;
    v_local := greatest(0, floor((v_available * p_local_share - v_ours - v_wanted) / 100))::bigint;
    case b.type
      when 'requests' then local_requests := least(local_requests, v_local);
      when 'mutations' then local_mutations := least(local_mutations, v_local);
      else local_complexity := least(local_complexity, v_local);
    end case;
  end loop;
  if wait_ms > 0 then
    return;
  end if;
  -- A handful of permits would mostly lapse unused.
  if local_requests < 10 or local_complexity < 10 * greatest(1, p_complexity) then
    local_requests := 0;
    local_mutations := 0;
    local_complexity := 0;
  end if;
  insert into limiter_spending as s (limiter, window_seconds, bucket, requests, mutations, complexity)
    select p_limiter, w, floor(v_now / bucket_seconds(w))::bigint, 1 + coalesce(local_requests, 0),
      p_mutations + coalesce(local_mutations, 0), greatest(0, p_complexity + p_correction) + coalesce(local_complexity, 0)
    from (select distinct window_seconds as w from limiter_quotas where limiter = p_limiter) windows
  on conflict (limiter, window_seconds, bucket) do update
    set requests = s.requests + 1 + coalesce(local_requests, 0),
        mutations = s.mutations + p_mutations + coalesce(local_mutations, 0),
        complexity = greatest(0, s.complexity + p_complexity + p_correction) + coalesce(local_complexity, 0);
  delete from limiter_spending
    where limiter = p_limiter and bucket < first_bucket(window_seconds, v_now) - 1;
end
$$;
