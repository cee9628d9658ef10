-- Shared by all processes that use one credential. A limiter is a hash of system and credential, never the secret.

-- The counterpart answered 429: nobody passes before `until`, by the clock of this database.
create table limiter_cooldowns (
  limiter bigint primary key,
  until timestamptz not null
);

-- Takes the turn of a limiter, waiting as long as another session has it, and tells how many milliseconds a pause still
-- lasts. A function, so that the pause is read after the wait and in the same round trip. The turn ends with
-- pg_advisory_unlock or with the session.
create function take_slot(p_limiter bigint) returns double precision language plpgsql as $$
begin
  perform pg_advisory_lock(p_limiter);
  return coalesce(
    (select greatest(0, extract(epoch from until - clock_timestamp()) * 1000) from limiter_cooldowns where limiter = p_limiter), 0);
end
$$;

-- What a credential may spend per window, and how much of it others were last seen to have used.
create table limiter_quotas (
  limiter bigint not null,
  type text not null check (type in ('requests', 'mutations', 'complexity')),
  window_seconds integer not null,
  quota bigint not null,
  external_used bigint not null default 0,
  read_at timestamptz not null default now(),
  primary key (limiter, type, window_seconds)
);

-- What we have spent, in slots of half a second (for windows up to a minute) or a minute.
create table limiter_spending (
  limiter bigint not null,
  window_seconds integer not null,
  slot bigint not null,
  requests bigint not null,
  mutations bigint not null,
  complexity bigint not null,
  primary key (limiter, window_seconds, slot)
);

create function slot_seconds(p_window integer) returns double precision language sql immutable as
$$ select case when p_window <= 60 then 0.5 else 60 end $$;

-- The oldest slot that may still count. A permit is used up to half a second after it was given, so the window is
-- taken that much longer, and a slot that it cuts counts in full: no window of the counterpart sees more than this.
create function first_slot(p_window integer, p_now double precision) returns bigint language sql immutable as
$$ select floor((p_now - p_window - 0.5) / slot_seconds(p_window))::bigint $$;

-- Each budget of a limiter with what is used of it, ours and others'. Others' use is forgotten evenly over its window.
create function budgets_now(p_limiter bigint, p_now double precision)
returns table (type text, window_seconds integer, quota bigint, used bigint) language sql stable as $$
  select q.type, q.window_seconds, q.quota,
    coalesce(s.used, 0)::bigint
      + ceil(q.external_used * greatest(0, 1 - (p_now - extract(epoch from q.read_at)) / q.window_seconds))::bigint
  from limiter_quotas q left join lateral (
    select sum(case q.type when 'requests' then requests when 'mutations' then mutations else complexity end) as used
    from limiter_spending
    where limiter = p_limiter and window_seconds = q.window_seconds and slot >= first_slot(q.window_seconds, p_now)) s on true
  where q.limiter = p_limiter
$$;

-- Asks for one call. `p_share` is the share of each budget that the call's lane may use, headroom included.
-- Given when no budget would be overdrawn; then also a few permits ahead where every lane has plenty left, so that
-- large budgets need no question per call. Otherwise says in how many milliseconds to ask again.
create function take_budget(
  p_limiter bigint, p_share double precision, p_spare_share double precision,
  p_mutations bigint, p_complexity bigint, p_correction bigint,
  out wait_ms double precision, out paused_ms double precision,
  out spare_requests bigint, out spare_mutations bigint, out spare_complexity bigint)
language plpgsql as $$
declare
  v_now double precision;
  b record;
  v_want bigint;
  v_limit double precision;
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
    v_limit := b.quota * p_share;
    v_want := case b.type when 'requests' then 1 when 'mutations' then p_mutations else p_complexity end;
    -- What is larger than the whole budget may only go when nothing else is used.
    if v_want > 0 and b.used + least(v_want, v_limit) > v_limit then
      select (f.slot + 1) * slot_seconds(b.window_seconds) + b.window_seconds + 0.5 - v_now into v_free from (
        select slot, sum(case b.type when 'requests' then requests when 'mutations' then mutations else complexity end)
          over (order by slot) as freed
        from limiter_spending
        where limiter = p_limiter and window_seconds = b.window_seconds
          and slot >= first_slot(b.window_seconds, v_now)) f
      where f.freed >= b.used + least(v_want, v_limit) - v_limit order by f.slot limit 1;
      -- Others use it, and their share comes back bit by bit.
      wait_ms := greatest(wait_ms, coalesce(v_free * 1000, b.window_seconds * 100));
    end if;
    v_spare := greatest(0, floor((b.quota * p_spare_share - b.used - v_want) / 100))::bigint;
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
