-- People and how they sign in. The auth library of the server writes these tables; the engine only reads sessions.
-- Credits, handles and roles are not here: they belong to the account that 0002 hangs on auth_user(id).

create table auth_user (
  id text primary key,
  name text not null,
  -- Kept in lower case, so that one address cannot sign up twice by changing its capitals.
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table auth_session (
  id text primary key,
  -- The secret of the session cookie; the unique index is the look-up of every signed-in request.
  token text not null unique,
  user_id text not null references auth_user (id) on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Signing out everywhere, and the cascade above.
create index auth_session_user_id on auth_session (user_id);

-- One way of proving who one is: a password (provider_id 'credential', account_id = user_id) or a sign-in elsewhere.
create table auth_credential (
  id text primary key,
  user_id text not null references auth_user (id) on delete cascade,
  provider_id text not null,
  account_id text not null,
  -- A scrypt hash with its salt; only for provider_id 'credential'.
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- One proof belongs to one person.
  unique (provider_id, account_id)
);

create index auth_credential_user_id on auth_credential (user_id);

-- Short-lived secrets sent to people, for example to reset a password.
create table auth_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index auth_verification_identifier on auth_verification (identifier);
