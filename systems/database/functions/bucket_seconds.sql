-- How long a bucket of spending lasts, by the window that it counts for.
create or replace function bucket_seconds(p_window integer) returns double precision language sql immutable as
$$ select case when p_window <= 60 then 0.5 else 60 end $$;
