-- Extends the lease of a slot. False when the lease with this token is no longer the newest, or another session holds it.
create or replace function renew_slot(p_limiter bigint, p_token bigint, p_lease_ms integer) returns boolean language sql as $$
  with renewed as (
    update limiter_slots set expires_at = clock_timestamp() + p_lease_ms * interval '1 millisecond'
    where limiter = p_limiter and token = p_token and pid = pg_backend_pid()
    returning 1)
  select exists (select from renewed)
$$;
