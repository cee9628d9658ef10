-- Takes the slot of a limiter through which one call passes at a time. Waits as long as another session has it. Returns
-- how many milliseconds a cooldown still lasts, read after the wait and in the same round trip. The slot is given back by
-- pg_advisory_unlock, or with the session.
create or replace function take_slot(p_limiter bigint) returns double precision language plpgsql as $$
begin
  perform pg_advisory_lock(p_limiter);
  return coalesce(
    (select greatest(0, extract(epoch from until - clock_timestamp()) * 1000) from limiter_cooldowns where limiter = p_limiter), 0);
end
$$;
