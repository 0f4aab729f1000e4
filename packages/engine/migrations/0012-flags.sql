-- What is switched on, for whom. A flag without a row is on for everybody; every change is kept.
create table feature_flag (
  name text primary key check (name ~ '^[a-zA-Z]{3,40}$'),
  enabled boolean not null,
  -- Of the people it is on for besides those listed; chosen by their id, so that the same people stay in as it grows.
  percentage integer not null default 100 check (percentage between 0 and 100),
  allowed bigint[] not null default '{}',
  reason text check (char_length(reason) between 1 and 500),
  changed_at timestamptz not null default mesh_now(),
  -- Null when it was done at the command line.
  changed_by bigint references users (id)
);

create table feature_flag_log (
  id bigint generated always as identity primary key,
  name text not null,
  enabled boolean not null,
  percentage integer not null,
  allowed bigint[] not null,
  reason text,
  changed_at timestamptz not null,
  changed_by bigint
);
create trigger append_only before update or delete on feature_flag_log
  for each statement execute function refuse_change('what was switched stays on record');
create trigger never_emptied before truncate on feature_flag_log for each statement execute function refuse_change('append-only');

create function log_flag() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into feature_flag_log (name, enabled, percentage, allowed, reason, changed_at, changed_by)
  values (new.name, new.enabled, new.percentage, new.allowed, new.reason, new.changed_at, new.changed_by);
  return null;
end $$;
create trigger log_flag after insert or update on feature_flag for each row execute function log_flag();

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant select, insert, update on feature_flag to mesh_markets_app;
  grant select on feature_flag_log to mesh_markets_app;
end $$;
