-- What happened, for those who act on it later (statistics, notifications, webhooks): one row per fact, written by the triggers of
-- the logs in the transaction that made the fact, and taken by the projector (src/outbox) in one that writes what follows
-- from it. So nothing that happened is missed, and nothing follows from what did not happen.
create table outbox (
  id bigint generated always as identity primary key,
  kind text not null check (kind ~ '^[A-Z_]{3,40}$'),
  market_id bigint,
  -- Whose doing it is.
  user_id bigint,
  -- What it is about, where that is neither a market nor a person.
  subject_id bigint,
  -- The trades of a batch in one market.
  first_seq bigint,
  last_seq bigint,
  created_at timestamptz not null,
  -- How often it could not be handled, why, and when it is tried again.
  attempts integer not null default 0,
  problem text,
  not_before timestamptz not null default '-infinity'
);

-- A row for each market of a batch, not for each trade: the trades are in their log.
create function note_trades() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into outbox (kind, market_id, first_seq, last_seq, created_at)
  select 'TRADED', market_id, min(seq), max(seq), max(created_at) from fresh group by market_id;
  return null;
end $$;
create trigger note_trades after insert on trade
  referencing new table as fresh for each statement execute function note_trades();

create function note_state() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into outbox (kind, market_id, user_id, created_at)
  values (new.state, new.id, case new.state when 'CLOSED' then new.closed_by end, coalesce(new.resolved_at, new.closed_at));
  return null;
end $$;
create trigger note_state after update of state on prediction_market
  for each row when (new.state <> old.state) execute function note_state();

create function note_market() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into outbox (kind, market_id, user_id, created_at) values ('MARKET_CREATED', new.id, new.creator_id, new.created_at);
  return null;
end $$;
create trigger note_market after insert on prediction_market for each row execute function note_market();

create function note_user() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into outbox (kind, user_id, created_at) values ('USER_SIGNED_UP', new.id, new.created_at);
  return null;
end $$;
create trigger note_user after insert on users for each row execute function note_user();

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  -- Only the triggers write facts; the application takes them.
  grant select, delete on outbox to mesh_markets_app;
  grant update (attempts, problem, not_before) on outbox to mesh_markets_app;
end $$;
