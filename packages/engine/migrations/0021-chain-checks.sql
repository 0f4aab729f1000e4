-- Each time the scheduled audit followed the chain of hashes: how far it was found right, so that the next one goes on from there and
-- anyone can see until when the past is verified.
create table chain_check (
  id bigint generated always as identity primary key,
  checked_at timestamptz not null default mesh_now(),
  -- From the first link, or on from where the check before it ended.
  whole boolean not null,
  -- The last link that was as it should be; 0 and zeros when not even the first was.
  height bigint not null check (height >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  up_to bigint not null check (up_to >= 0),
  -- What was off after it, in words; null when nothing was.
  problem text
);
create index chain_check_sound on chain_check (id) where problem is null;
create trigger append_only before update or delete on chain_check
  for each statement execute function refuse_change('what a check found stays');
create trigger never_emptied before truncate on chain_check for each statement execute function refuse_change('append-only');

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant select, insert on chain_check to mesh_markets_app;
end $$;
