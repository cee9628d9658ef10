-- What others have used of a budget, as last seen. Of a short window we see only a moment now and then, so others are
-- taken to go on for a minute as they were seen; in a long one their use is forgotten evenly.
create function others_use(p_used bigint, p_window integer, p_age double precision) returns bigint language sql immutable as
$$ select case
     when p_window > 60 then ceil(p_used * greatest(0, 1 - p_age / p_window))::bigint
     when p_age <= 60 then p_used
     else 0 end $$;

-- Each budget of a limiter: what of it others use, and what is used of it, ours and others'.
drop function budgets_now(bigint, double precision);
create function budgets_now(p_limiter bigint, p_now double precision)
returns table (type text, window_seconds integer, quota bigint, others bigint, used bigint) language sql stable as $$
  select q.type, q.window_seconds, q.quota, o.others, coalesce(s.used, 0)::bigint + o.others
  from limiter_quotas q
  cross join lateral (
    select least(q.quota, others_use(q.external_used, q.window_seconds,
      p_now - extract(epoch from q.read_at)::double precision)) as others) o
  left join lateral (
    select sum(case q.type when 'requests' then requests when 'mutations' then mutations else complexity end) as used
    from limiter_spending
    where limiter = p_limiter and window_seconds = q.window_seconds and slot >= first_slot(q.window_seconds, p_now)) s on true
  where q.limiter = p_limiter
$$;

-- What a lane may spend on mutations, by window, and what is used of it, others' use included in both.
create function mutation_allowances(p_limiter bigint, p_share double precision)
returns table (window_seconds integer, allowed bigint, used bigint) language sql stable as $$
  select b.window_seconds, floor(b.others + (b.quota - b.others) * p_share)::bigint, b.used
  from budgets_now(p_limiter, extract(epoch from clock_timestamp())::double precision) b
  where b.type = 'mutations'
  order by b.window_seconds
$$;

-- Asks for one call. `p_share` is the share of what others leave of each budget that the call's lane may use, headroom
-- included: however much others use, something is left for every lane, and never more than there is.
-- Given when no budget would be overdrawn; then also a few permits ahead where every lane has plenty left, so that
-- large budgets need no question per call. Otherwise says in how many milliseconds to ask again.
create or replace function take_budget(
  p_limiter bigint, p_share double precision, p_spare_share double precision,
  p_mutations bigint, p_complexity bigint, p_correction bigint,
  out wait_ms double precision, out paused_ms double precision,
  out spare_requests bigint, out spare_mutations bigint, out spare_complexity bigint)
language plpgsql as $$
declare
  v_now double precision;
  b record;
  v_want bigint;
  v_left bigint;
  v_limit double precision;
  v_ours bigint;
  v_spare bigint;
  v_free double precision;
begin
  -- Losing the last half second of spending in a power cut is better than a disk write per call.
  perform set_config('synchronous_commit', 'off', true);
  perform pg_advisory_xact_lock(p_limiter);
  v_now := extract(epoch from clock_timestamp());
  wait_ms := 0;
  paused_ms := coalesce(
    (select greatest(0, (extract(epoch from until) - v_now) * 1000) from limiter_cooldowns where limiter = p_limiter), 0);
  if paused_ms > 0 then
    return;
  end if;
  for b in select * from budgets_now(p_limiter, v_now) loop
    v_left := b.quota - b.others;
    v_limit := v_left * p_share;
    v_ours := b.used - b.others;
    v_want := case b.type when 'requests' then 1 when 'mutations' then p_mutations else p_complexity end;
    -- What is larger than our share may only go when we use nothing else, and when there is enough of it as far as we know.
    if v_want > 0 and v_ours + v_want > v_limit and (v_ours > 0 or (b.others > 0 and v_want > v_left)) then
      select (f.slot + 1) * slot_seconds(b.window_seconds) + b.window_seconds + 0.5 - v_now into v_free from (
        select slot, sum(case b.type when 'requests' then requests when 'mutations' then mutations else complexity end)
          over (order by slot) as freed
        from limiter_spending
        where limiter = p_limiter and window_seconds = b.window_seconds
          and slot >= first_slot(b.window_seconds, v_now)) f
      where f.freed >= v_ours + least(v_want, v_limit) - v_limit order by f.slot limit 1;
      -- Others use it, and their share comes back bit by bit.
      wait_ms := greatest(wait_ms, coalesce(v_free * 1000, b.window_seconds * 100));
    end if;
    v_spare := greatest(0, floor((v_left * p_spare_share - v_ours - v_want) / 100))::bigint;
    case b.type
      when 'requests' then spare_requests := least(spare_requests, v_spare);
      when 'mutations' then spare_mutations := least(spare_mutations, v_spare);
      else spare_complexity := least(spare_complexity, v_spare);
    end case;
  end loop;
  if wait_ms > 0 then
    return;
  end if;
  -- A handful would mostly lapse unused.
  if spare_requests < 10 or spare_complexity < 10 * greatest(1, p_complexity) then
    spare_requests := 0;
    spare_mutations := 0;
    spare_complexity := 0;
  end if;
  insert into limiter_spending as s (limiter, window_seconds, slot, requests, mutations, complexity)
    select p_limiter, w, floor(v_now / slot_seconds(w))::bigint, 1 + coalesce(spare_requests, 0),
      p_mutations + coalesce(spare_mutations, 0), greatest(0, p_complexity + p_correction) + coalesce(spare_complexity, 0)
    from (select distinct window_seconds as w from limiter_quotas where limiter = p_limiter) windows
  on conflict (limiter, window_seconds, slot) do update
    set requests = s.requests + 1 + coalesce(spare_requests, 0),
        mutations = s.mutations + p_mutations + coalesce(spare_mutations, 0),
        complexity = greatest(0, s.complexity + p_complexity + p_correction) + coalesce(spare_complexity, 0);
  delete from limiter_spending
    where limiter = p_limiter and slot < first_slot(window_seconds, v_now) - 1;
end
$$;
