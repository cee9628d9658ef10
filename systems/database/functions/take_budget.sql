-- Asks for one call. A call passes in one of two ways.
-- * By the guarantee of its lane: `p_guarantee` is a share of ours, and a call that passes by it keeps the guarantee busy as
--   long as its cost takes to come back at that rate. So nobody else can take it, and a burst does not use it up for later.
-- * Beside the guarantees: `p_share` is the share of what others leave that all such calls together may reach when this lane
--   asks. What is kept for guarantees they never touch.
-- However much others use, something is left for every lane, and never more than there is. `p_guaranteed_only`: a more
-- important call waits, so this one may not take what is not its own. `p_local_share` is the share up to which local permits
-- are granted; `p_all`, `p_guarantees` and `p_lanes` are those of `budgets_now`; `p_now` is for tests.
-- When no budget would be overdrawn, the call is granted and recorded, together with some permits that the process may
-- use locally where every lane has plenty left: so large budgets cost no question per call. Otherwise `wait_ms` says
-- when to ask again; `cooldown_ms` when the counterpart asked all to wait.
create or replace function take_budget(
  p_limiter bigint, p_lane text, p_share double precision, p_guarantee double precision, p_guaranteed_only boolean,
  p_local_share double precision, p_all double precision, p_guarantees double precision, p_lanes integer,
  p_mutations bigint, p_complexity bigint, p_correction bigint, p_now double precision default null,
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
  v_beside bigint;
  v_local bigint;
  -- Seconds until the call may pass beside the guarantees, and by the guarantee of its lane; and how long it keeps that busy.
  v_wait double precision := 0;
  v_guaranteed_wait double precision := 0;
  v_busy double precision := 0;
  v_is_guaranteed boolean;
begin
  -- Losing the last half second of spending in a power cut is better than a disk write per call.
  perform set_config('synchronous_commit', 'off', true);
  perform pg_advisory_xact_lock(p_limiter);
  v_now := coalesce(p_now, extract(epoch from clock_timestamp()));
  wait_ms := 0;
  cooldown_ms := coalesce(
    (select greatest(0, (extract(epoch from until) - v_now) * 1000) from limiter_cooldowns where limiter = p_limiter), 0);
  if cooldown_ms > 0 then
    return;
  end if;
  if p_guarantee > 0 then
    v_guaranteed_wait := greatest(0, coalesce(
      (select free_at - v_now from limiter_guarantees where limiter = p_limiter and lane = p_lane), 0));
  end if;
  for b in select * from budgets_now(p_limiter, v_now, p_all, p_guarantees, p_lanes) loop
    v_available := b.quota - b.external;
    v_ours := b.used - b.external;
    v_beside := v_ours - b.guaranteed;
    v_wanted := case b.type when 'requests' then 1 when 'mutations' then p_mutations else p_complexity end;
    v_limit := greatest(0, least(v_available * p_share, b.ours - b.kept));
    -- A call larger than our share may go only when we use nothing else, and when there is enough as far as we know.
    if v_wanted > 0 and (v_ours > 0 or (b.external > 0 and v_wanted > v_available)) then
      if v_beside + v_wanted > v_limit or v_ours + v_wanted > b.ours then
        -- None of our buckets frees enough: others use the budget, and their share comes back bit by bit.
        v_wait := greatest(v_wait, coalesce(
          freed_in(p_limiter, b.type, b.window_seconds, v_now,
            greatest(v_beside + least(v_wanted, v_limit) - v_limit, v_ours + least(v_wanted, b.ours) - b.ours)),
          b.window_seconds / 10.0));
      end if;
      if p_guarantee > 0 and v_ours + v_wanted > b.ours then
        v_guaranteed_wait := greatest(v_guaranteed_wait, coalesce(
          freed_in(p_limiter, b.type, b.window_seconds, v_now, v_ours + least(v_wanted, b.ours) - b.ours),
          b.window_seconds / 10.0));
      end if;
    end if;
    if p_guarantee > 0 and v_wanted > 0 then
      -- What is not there to share makes the guarantee as slow as it is small, not still.
      v_busy := greatest(v_busy, v_wanted / (greatest(b.per_second, 1.0 / b.window_seconds) * p_guarantee));
    end if;
    v_local := greatest(0, floor((v_available * p_local_share - v_ours - v_wanted) / 100))::bigint;
    case b.type
      when 'requests' then local_requests := least(local_requests, v_local);
      when 'mutations' then local_mutations := least(local_mutations, v_local);
      else local_complexity := least(local_complexity, v_local);
    end case;
  end loop;
  v_is_guaranteed := p_guarantee > 0 and v_guaranteed_wait <= 0;
  if not v_is_guaranteed and (v_wait > 0 or p_guaranteed_only) then
    wait_ms := 1000 * case when p_guarantee <= 0 then v_wait when p_guaranteed_only then v_guaranteed_wait
      else least(v_wait, v_guaranteed_wait) end;
    return;
  end if;
  if v_is_guaranteed then
    insert into limiter_guarantees as f (limiter, lane, free_at) values (p_limiter, p_lane, v_now + v_busy)
      on conflict (limiter, lane) do update set free_at = excluded.free_at;
  end if;
  -- A handful of permits would mostly lapse unused.
  if local_requests < 10 or local_complexity < 10 * greatest(1, p_complexity) then
    local_requests := 0;
    local_mutations := 0;
    local_complexity := 0;
  end if;
  insert into limiter_spending as s (limiter, window_seconds, bucket, requests, mutations, complexity,
      guaranteed_requests, guaranteed_mutations, guaranteed_complexity)
    select p_limiter, w, floor(v_now / bucket_seconds(w))::bigint, 1 + coalesce(local_requests, 0),
      p_mutations + coalesce(local_mutations, 0), greatest(0, p_complexity + p_correction) + coalesce(local_complexity, 0),
      case when v_is_guaranteed then 1 else 0 end, case when v_is_guaranteed then p_mutations else 0 end,
      case when v_is_guaranteed then p_complexity else 0 end
    from (select distinct window_seconds as w from limiter_quotas where limiter = p_limiter) windows
  on conflict (limiter, window_seconds, bucket) do update
    set requests = s.requests + 1 + coalesce(local_requests, 0),
        mutations = s.mutations + p_mutations + coalesce(local_mutations, 0),
        complexity = greatest(0, s.complexity + p_complexity + p_correction) + coalesce(local_complexity, 0),
        guaranteed_requests = s.guaranteed_requests + excluded.guaranteed_requests,
        guaranteed_mutations = s.guaranteed_mutations + excluded.guaranteed_mutations,
        guaranteed_complexity = s.guaranteed_complexity + excluded.guaranteed_complexity;
  delete from limiter_spending
    where limiter = p_limiter and bucket < first_bucket(window_seconds, v_now) - 1;
end
$$;
