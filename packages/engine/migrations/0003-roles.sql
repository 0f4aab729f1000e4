-- The application works as a role that can add to the logs and never change them (law 8), and that cannot touch a balance
-- or a pool at all. Where the database's owner may not make roles, the guards of 0002 still hold for everyone.
do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    create role mesh_markets_app nologin;
  end if;
  execute format('grant mesh_markets_app to %I', current_user);
exception
  when insufficient_privilege then
    raise notice 'no right to make the role mesh_markets_app; the application runs as %', current_user;
  when duplicate_object or unique_violation then
    null;
end $$;

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant usage on schema public to mesh_markets_app;
  grant select on all tables in schema public to mesh_markets_app;
  grant insert on transfer, trade, resolution_log, post, prediction_market, account, users, api_key, idempotency_key to mesh_markets_app;
  grant update (state, closed_at, closed_by, resolved_at, version) on prediction_market to mesh_markets_app;
  grant update (handle, name, role) on users to mesh_markets_app;
  grant update (last_used_at, revoked_at) on api_key to mesh_markets_app;
  grant delete on idempotency_key to mesh_markets_app;
  grant insert, update, delete on auth_user, auth_session, auth_credential, auth_verification to mesh_markets_app;
end $$;
