-- What others use of a budget now, by what they had used `p_age` seconds ago. We see a short window only now and then, so
-- we assume for a minute that others go on like that; in a long window their use fades evenly.
create or replace function external_use(p_used bigint, p_window integer, p_age double precision) returns bigint
language sql immutable as $$
  select case
    when p_window > 60 then ceil(p_used * greatest(0, 1 - p_age / p_window))::bigint
    when p_age <= 60 then p_used
    else 0
  end
$$;
