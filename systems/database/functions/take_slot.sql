-- Takes the slot of a limiter through which one call passes at a time. Waits as long as another session has it. Returns the
-- token of this lease, how long it waited and how long a cooldown still lasts (milliseconds), all in one round trip. The
-- slot is given back by pg_advisory_unlock, or with the session; a session whose lease has run out is ended by those who wait.
create or replace function take_slot(p_limiter bigint, p_lease_ms integer)
returns table (token bigint, waited double precision, cooldown double precision) language plpgsql as $$
begin
  perform pg_advisory_lock(p_limiter);
  insert into limiter_slots as s (limiter, pid, token, expires_at)
  values (p_limiter, pg_backend_pid(), 1, clock_timestamp() + p_lease_ms * interval '1 millisecond')
  on conflict (limiter) do update
    set pid = excluded.pid, token = s.token + 1, expires_at = excluded.expires_at
  returning s.token into token;
  waited := extract(epoch from clock_timestamp() - statement_timestamp()) * 1000;
  cooldown := coalesce(
    (select greatest(0, extract(epoch from until - clock_timestamp()) * 1000) from limiter_cooldowns where limiter = p_limiter), 0);
  return next;
end
$$;
