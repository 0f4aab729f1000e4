-- Who may do what beyond their own affairs, what may be taken from somebody, and a record of everybody who made use of it.

alter table users drop constraint users_role_check;
alter table users add constraint users_role_check check (role in ('user', 'moderator', 'admin'));
-- For the list of those who look after an instance.
create index users_staff on users (id) where role <> 'user';

-- What somebody may not do for a while. Lifting it early leaves its row.
create table ban (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id),
  scope text not null check (scope in ('TRADING', 'POSTING', 'MARKETS')),
  reason text not null check (char_length(reason) between 1 and 500),
  banned_by bigint not null references users (id),
  banned_at timestamptz not null default mesh_now(),
  -- Null until somebody lifts it.
  until timestamptz check (until > banned_at),
  lifted_at timestamptz,
  lifted_by bigint references users (id),
  check ((lifted_at is null) = (lifted_by is null))
);
create index ban_in_force on ban (user_id) where lifted_at is null;
create trigger words_are_fixed before update of id, user_id, scope, reason, banned_by, banned_at, until on ban
  for each statement execute function refuse_change('a ban is lifted and said anew, not changed');
create trigger lifted_once before update on ban
  for each row when (old.lifted_at is not null) execute function refuse_change('a ban is lifted once');
create trigger never_deleted before delete on ban for each statement execute function refuse_change('bans stay on record');
create trigger never_emptied before truncate on ban for each statement execute function refuse_change('bans stay on record');

-- How much somebody has written, for those who look after an instance.
create index comment_author on comment (author_id);

-- Posts and markets that lists leave out. Whoever has the address still gets there, and trading and resolving go on.
create table post_hiding (
  post_id bigint primary key references post (id),
  hidden_by bigint not null references users (id),
  reason text not null check (char_length(reason) between 1 and 500),
  hidden_at timestamptz not null default mesh_now()
);

-- What moderators and admins did, written with the deed. No actor: somebody at the command line.
create table deed_log (
  id bigint generated always as identity primary key,
  kind text not null check (kind ~ '^[A-Z_]{3,40}$'),
  actor_id bigint,
  -- Whom and what it concerns.
  user_id bigint,
  post_id bigint,
  -- The rest in words a person reads: the role given, the reason, the end.
  detail text check (char_length(detail) between 1 and 1200),
  created_at timestamptz not null default mesh_now()
);
create trigger append_only before update or delete on deed_log
  for each statement execute function refuse_change('what was done stays on record');
create trigger never_emptied before truncate on deed_log for each statement execute function refuse_change('append-only');

create function log_switch() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into deed_log (kind, actor_id, detail, created_at)
  values ('SWITCHED', new.changed_by,
          new.name || ': ' || case when new.enabled then 'on' else 'off' end
            || case when new.percentage < 100 then ' for ' || new.percentage || ' %' else '' end || coalesce('. ' || new.reason, ''),
          new.changed_at);
  return null;
end $$;
create trigger log_switch after insert on feature_flag_log for each row execute function log_switch();

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant select, insert on ban, deed_log to mesh_markets_app;
  grant update (lifted_at, lifted_by) on ban to mesh_markets_app;
  grant select, insert, delete on post_hiding to mesh_markets_app;
end $$;
