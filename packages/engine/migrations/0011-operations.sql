-- Each run of the audit, so that anyone can see when the books were last proven and what came of it.
create table audit_run (
  id bigint generated always as identity primary key,
  started_at timestamptz not null,
  took_seconds double precision not null check (took_seconds >= 0),
  clean boolean not null,
  -- As the audit reports them: what was checked, what was broken and the first few examples in words.
  laws jsonb not null,
  -- Credits by kind of account at that moment; they sum to 0.
  issuer bigint not null,
  house bigint not null,
  wallets bigint not null,
  escrows bigint not null
);
create trigger append_only before update or delete on audit_run
  for each statement execute function refuse_change('what an audit found stays');
create trigger never_emptied before truncate on audit_run for each statement execute function refuse_change('append-only');

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant select, insert on audit_run to mesh_markets_app;
end $$;
