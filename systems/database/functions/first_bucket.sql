-- The oldest bucket that may still count at `p_now` (epoch seconds). A permit is used up to half a second after it was
-- granted, so the window is taken that much longer, and a bucket that its beginning cuts counts in full: no window of the
-- counterpart's sees more than this.
create or replace function first_bucket(p_window integer, p_now double precision) returns bigint language sql immutable as
$$ select floor((p_now - p_window - 0.5) / bucket_seconds(p_window))::bigint $$;
