-- Takes the slot of a limiter through which one call passes at a time. Waits as long as another session has it. Returns how long
-- it waited and how long a cooldown still lasts (milliseconds), all in one round trip. The slot is given back by
-- pg_advisory_unlock, or with the session; a session that holds it in silence is ended by those who wait (end_stale_slot).
create or replace function take_slot(p_limiter bigint)
returns table (waited double precision, cooldown double precision) language plpgsql as $$
begin
  perform pg_advisory_lock(p_limiter);
  waited := extract(epoch from clock_timestamp() - statement_timestamp()) * 1000;
  cooldown := coalesce(
    (select greatest(0, extract(epoch from until - clock_timestamp()) * 1000) from limiter_cooldowns where limiter = p_limiter), 0);
  return next;
end
$$;
