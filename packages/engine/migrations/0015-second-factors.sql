-- More than a password: codes of an authenticator app, passkeys, and signing in by somebody else's accounts.

-- ---------------------------------------------------------------- codes of an app

alter table auth_user add column two_factor_enabled boolean not null default false;

-- Written by the auth library; both columns are ciphertext under AUTH_SECRET.
create table auth_two_factor (
  id text primary key,
  user_id text not null unique references auth_user (id) on delete cascade,
  secret text not null,
  backup_codes text not null,
  -- False until the first code was typed.
  verified boolean not null default false,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);

-- Every code that was typed, for a while: nobody guesses for long, and no code counts twice.
create table second_factor_try (
  id bigint generated always as identity primary key,
  auth_user_id text not null references auth_user (id) on delete cascade,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  tried_at timestamptz not null default now(),
  worked boolean not null default false
);
create index second_factor_try_person on second_factor_try (auth_user_id, tried_at);

-- ---------------------------------------------------------------- passkeys

create table passkey (
  id bigint generated always as identity primary key,
  auth_user_id text not null references auth_user (id) on delete cascade,
  name text not null check (char_length(name) between 1 and 60),
  credential_id text not null unique check (char_length(credential_id) between 16 and 1400),
  -- In COSE.
  public_key bytea not null,
  -- How often its device has signed, where devices count: a copy falls behind.
  counter bigint not null check (counter >= 0),
  transports text[] not null default '{}',
  -- Kept by a provider of passkeys rather than by one device.
  synced boolean not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkey_person on passkey (auth_user_id);
create trigger words_are_fixed before update of id, auth_user_id, credential_id, public_key, created_at on passkey
  for each statement execute function refuse_change('a passkey is removed and added anew, not changed');

-- The session began with a passkey, which is something one has and something one is or knows in one.
alter table auth_session add column by_passkey boolean not null default false;

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant select, insert, update, delete on auth_two_factor, second_factor_try to mesh_markets_app;
  grant select, insert, delete on passkey to mesh_markets_app;
  grant update (name, counter, synced, last_used_at) on passkey to mesh_markets_app;
end $$;
