-- Keeps stock_movements append-only.
create or replace function refuse_to_change_movements() returns trigger language plpgsql as $$
begin
  raise exception 'A stock movement is never changed or removed. Record another one that follows it.';
end
$$;
