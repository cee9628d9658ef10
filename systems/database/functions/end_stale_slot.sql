-- Ends the session that holds the slot of a limiter when it has been silent for longer than its lease: its process is frozen, or
-- its network swallows what it sends. A holder says something again and again, so the time of its last statement is the
-- beginning of its lease, and no row has to be written for each call. Its lock goes to the next in the queue. Returns whether a
-- session was ended.
create or replace function end_stale_slot(p_limiter bigint, p_lease_ms integer) returns boolean language sql as $$
  select coalesce(bool_or(pg_terminate_backend(a.pid)), false)
  from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'advisory' and l.granted and l.objsubid = 1
    and l.database = (select oid from pg_database where datname = current_database())
    and (l.classid::bigint << 32 | l.objid::bigint) = p_limiter
    and a.state = 'idle' and a.state_change < clock_timestamp() - p_lease_ms * interval '1 millisecond'
$$;
