-- How people come in: mails about an account, the one grant for each mailbox, invitations, sessions, and traces of accounts that may be one
-- person's.

-- ---------------------------------------------------------------- sessions

-- To a few minutes; for the list in which people recognise their own browsers.
alter table auth_session add column last_seen_at timestamptz not null default now();
-- What has ended is deleted by a job.
create index auth_session_expiry on auth_session (expires_at);
create index auth_verification_expiry on auth_verification (expires_at);

-- Tells every server whose sessions have ended before their time or changed their secret, so that none goes on with what it remembers of
-- them.
create function tell_session_ended() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  perform pg_notify('mesh_markets_identity', id::text) from users where auth_user_id = old.user_id;
  return null;
end $$;
create trigger tell_session_ended after delete on auth_session
  for each row when (old.expires_at > now()) execute function tell_session_ended();
create trigger tell_session_changed after update of token on auth_session
  for each row when (old.token <> new.token) execute function tell_session_ended();

-- ---------------------------------------------------------------- the sign-up grant

-- One mailbox has many spellings: capitals, a tag behind a plus, and at Google dots and a second domain.
create function mailbox_of(address text) returns text
language sql immutable parallel safe as $$
  select case when domain in ('gmail.com', 'googlemail.com') then replace(untagged, '.', '') || '@gmail.com' else untagged || '@' || domain end
    from (select split_part(local, '+', 1) as untagged, domain
            from (select regexp_replace(lower(address), '@[^@]*$', '') as local, regexp_replace(lower(address), '^.*@', '') as domain) as parts) as spelt
$$;

create function mailbox_hash(address text) returns bytea
language sql immutable parallel safe as $$
  select sha256(convert_to('mesh-markets mailbox ' || mailbox_of(address), 'UTF8'))
$$;

-- Who was given sign-up credits, and by which mailbox. Rows outlive accounts, so that leaving and coming back earns nothing. No hash: the
-- mailbox was taken by somebody before, or there is none.
create table signup_grant (
  user_id bigint primary key,
  address_hash bytea unique check (octet_length(address_hash) = 32),
  granted_at timestamptz not null default mesh_now()
);
create trigger append_only before update or delete on signup_grant
  for each statement execute function refuse_change('a grant is given once, for ever');
create trigger never_emptied before truncate on signup_grant for each statement execute function refuse_change('append-only');

-- Whoever gets the transfer is in the list, however the transfer came about.
create function note_signup_grant() returns trigger
language plpgsql security definer set search_path = public as $$
declare
  person bigint;
  mailbox bytea;
begin
  select a.user_id, mailbox_hash(login.email) into person, mailbox
    from account a join users u on u.id = a.user_id left join auth_user login on login.id = u.auth_user_id
   where a.id = new.credit_account_id;
  insert into signup_grant (user_id, address_hash, granted_at) values (person, mailbox, new.created_at) on conflict do nothing;
  insert into signup_grant (user_id, granted_at) values (person, new.created_at) on conflict do nothing;
  return null;
end $$;

insert into signup_grant (user_id, address_hash, granted_at)
select user_id, case when first then address_hash end, created_at
  from (select a.user_id, mailbox_hash(login.email) as address_hash, t.created_at,
               row_number() over (partition by mailbox_hash(login.email) order by t.id) = 1 as first
          from transfer t join account a on a.id = t.credit_account_id join users u on u.id = a.user_id
          left join auth_user login on login.id = u.auth_user_id
         where t.kind = 'SIGNUP_GRANT') as given;

create trigger note_signup_grant after insert on transfer
  for each row when (new.kind = 'SIGNUP_GRANT') execute function note_signup_grant();

-- ---------------------------------------------------------------- mails about an account

-- A mail to be sent now. The secret of its link is made when it is sent, so none is ever kept. Asked for a new password, every address gets
-- a row, known or not, so that the answer takes the same time.
create table account_mail (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('RESET_PASSWORD', 'VERIFY_EMAIL', 'CHANGE_EMAIL', 'EMAIL_CHANGED', 'PASSWORD_CHANGED')),
  address text not null check (address = lower(address) and char_length(address) between 3 and 254),
  -- Whose account; of RESET_PASSWORD it is looked for by the address.
  auth_user_id text,
  state text not null default 'PENDING' check (state in ('PENDING', 'SENT', 'SKIPPED', 'DEAD')),
  attempts integer not null default 0,
  next_try_at timestamptz not null default now(),
  problem text check (char_length(problem) <= 500),
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  check ((state = 'PENDING') = (ended_at is null)),
  check (kind = 'RESET_PASSWORD' or auth_user_id is not null)
);
create index account_mail_due on account_mail (next_try_at, id) where state = 'PENDING';
create index account_mail_address on account_mail (address, created_at);

create function send_account_mail() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  perform queue_job('sendAccountMails', '{}', 'sendAccountMails', now());
  return null;
end $$;
create trigger send_account_mail after insert on account_mail for each statement execute function send_account_mail();

-- ---------------------------------------------------------------- invitations

create table invitation (
  id bigint generated always as identity primary key,
  -- Of the secret in its link, which is shown once.
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  -- Only this address may use it; whoever proves to have it needs no link.
  email text check (email = lower(email) and char_length(email) between 3 and 254),
  uses integer not null check (uses between 1 and 1000),
  expires_at timestamptz not null,
  -- Null for somebody at the command line.
  created_by bigint references users (id),
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_by bigint references users (id),
  check (revoked_by is null or revoked_at is not null)
);
create index invitation_email on invitation (email) where email is not null;
create trigger words_are_fixed before update of id, token_hash, email, uses, expires_at, created_by, created_at on invitation
  for each statement execute function refuse_change('an invitation is revoked and made anew, not changed');
create trigger revoked_once before update on invitation
  for each row when (old.revoked_at is not null) execute function refuse_change('an invitation is revoked once');
create trigger never_deleted before delete on invitation
  for each statement execute function refuse_change('invitations stay on record');
create trigger never_emptied before truncate on invitation
  for each statement execute function refuse_change('invitations stay on record');

-- A place taken by somebody who signs up. Until the account is there it is held for a few minutes, and free again afterwards.
create table invitation_use (
  invitation_id bigint not null references invitation (id),
  email text not null,
  reserved_at timestamptz not null default now(),
  user_id bigint unique references users (id),
  primary key (invitation_id, email)
);
create index invitation_use_email on invitation_use (email) where user_id is null;
create trigger stays_with_its_person before update or delete on invitation_use
  for each row when (old.user_id is not null) execute function refuse_change('who came by an invitation stays on record');
create trigger never_emptied before truncate on invitation_use
  for each statement execute function refuse_change('who came by an invitation stays on record');

-- ---------------------------------------------------------------- traces

-- From which browser and which network somebody signed in, as keyed hashes: they can be compared, and say nothing by themselves.
create table account_trace (
  user_id bigint not null references users (id),
  kind text not null check (kind in ('DEVICE', 'NETWORK')),
  hash bytea not null check (octet_length(hash) = 16),
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  primary key (user_id, kind, hash)
);
create index account_trace_hash on account_trace (kind, hash);
create index account_trace_age on account_trace (last_seen_at);

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant select, insert on signup_grant, invitation to mesh_markets_app;
  grant update (revoked_at, revoked_by) on invitation to mesh_markets_app;
  grant select, insert, update, delete on account_mail, account_trace to mesh_markets_app;
  grant select, insert, delete on invitation_use to mesh_markets_app;
  grant update (reserved_at, user_id) on invitation_use to mesh_markets_app;
end $$;
