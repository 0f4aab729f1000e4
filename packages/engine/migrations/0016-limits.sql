-- What an API key may do and until when. A key made before could do all its owner could, and still may.
alter table api_key
  add column scopes text[] not null default '{read,trade,manage}'
    check (cardinality(scopes) between 1 and 3 and scopes <@ '{read,trade,manage}'),
  add column expires_at timestamptz,
  -- The role its owner lent it. It counts as long as it is the owner's role: whoever becomes an admin later has not lent that to a key.
  add column staff_role text check (staff_role in ('moderator', 'admin')),
  add constraint role_takes_manage check (staff_role is null or 'manage' = any (scopes));
alter table api_key alter column scopes drop default;
update api_key k set staff_role = u.role from users u where u.id = k.user_id and u.role in ('moderator', 'admin');

create trigger rights_are_fixed before update of id, user_id, name, prefix, secret_hash, scopes, staff_role, created_at, expires_at on api_key
  for each statement execute function refuse_change('what a key may do is fixed when it is made');
create trigger revoked_once before update of revoked_at on api_key
  for each row when (old.revoked_at is not null) execute function refuse_change('a revoked key stays so');
create trigger never_deleted before delete on api_key
  for each statement execute function refuse_change('keys stay on record');

-- Tells every server whose key or role has changed, so that none goes on with what it remembers of them.
create function tell_identity_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('mesh_markets_identity', case tg_table_name when 'users' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'user_id' end);
  return null;
end $$;
create trigger tell_revoked after update of revoked_at on api_key
  for each row execute function tell_identity_changed();
create trigger tell_role after update of role on users
  for each row when (new.role <> old.role) execute function tell_identity_changed();
