-- Ends the session that holds the slot of a limiter when its lease has run out: its process is frozen, or its network swallows
-- what it sends. Its lock goes to the next in the queue. Returns whether a session was ended.
create or replace function end_stale_slot(p_limiter bigint) returns boolean language sql as $$
  select coalesce(bool_or(pg_terminate_backend(s.pid)), false)
  from limiter_slots s
  join pg_locks l on l.pid = s.pid and l.locktype = 'advisory' and l.granted and l.objsubid = 1
    and l.database = (select oid from pg_database where datname = current_database())
    and (l.classid::bigint << 32 | l.objid::bigint) = s.limiter
  where s.limiter = p_limiter and s.expires_at < clock_timestamp()
$$;
