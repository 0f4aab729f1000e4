-- A chain of hashes over the transfers, in the order of their ids: whoever has kept one hash of it can tell later whether a
-- transfer before it was changed, removed or added, even by somebody whom no guard of this database stops.
-- docs/guide/chain.md says what is hashed, so that anyone with an export can do it again.
create table ledger_chain (
  height bigint primary key check (height >= 1),
  from_id bigint not null,
  to_id bigint not null,
  -- How many there are from one to the other; numbers are left out when a transaction is taken back.
  transfers integer not null check (transfers between 1 and 100000),
  -- The hash of the link before; zeros for the first.
  previous bytea not null check (octet_length(previous) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  -- The first four bytes of the hash of each transfer by itself: they prove nothing, and find the one that is off.
  marks bytea not null,
  created_at timestamptz not null default mesh_now(),
  check (from_id between 1 and to_id and transfers <= to_id - from_id + 1),
  check (octet_length(marks) = 4 * transfers)
);

-- Whoever writes: the next link, hashed on from the last one, over transfers after its.
create function continue_chain() returns trigger
language plpgsql security definer set search_path = public as $$
declare last ledger_chain;
begin
  select * into last from ledger_chain order by height desc limit 1;
  if new.height <> coalesce(last.height, 0) + 1 or new.from_id <= coalesce(last.to_id, 0)
     or new.previous <> coalesce(last.hash, decode(repeat('00', 32), 'hex')) then
    raise exception 'a link continues the chain where it ends' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger continue_chain before insert on ledger_chain for each row execute function continue_chain();
create trigger append_only before update or delete on ledger_chain
  for each statement execute function refuse_change('a chain is never changed');
create trigger never_emptied before truncate on ledger_chain for each statement execute function refuse_change('append-only');

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant select, insert on ledger_chain to mesh_markets_app;
end $$;
