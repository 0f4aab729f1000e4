-- What people are told, how they want to be told it, and what is on its way to them outside the app.

-- One row for one thing that one person is told. A row nobody is to see in the app (they chose e-mail only) is read from the start.
create table notification (
  id bigint generated always as identity primary key,
  user_id bigint not null,
  kind text not null check (kind ~ '^[A-Z_]{3,40}$'),
  market_id bigint,
  post_id bigint,
  comment_id bigint,
  -- Whose doing it is; never the one who is told.
  actor_id bigint check (actor_id <> user_id),
  -- What the sentence needs and no other table can say as well later: credits, probability, an excerpt.
  figures jsonb not null default '{}',
  -- The same thing is told once, however often it is found.
  dedupe_key text,
  -- While one of these is unread, the next one of the same key is counted in it.
  fold_key text,
  times integer not null default 1 check (times >= 1),
  in_app boolean not null default true,
  created_at timestamptz not null,
  read_at timestamptz,
  check (in_app or read_at is not null)
) with (fillfactor = 80);
create unique index notification_once on notification (user_id, dedupe_key) where dedupe_key is not null;
create unique index notification_fold on notification (user_id, fold_key) where fold_key is not null and read_at is null;
create index notification_list on notification (user_id, created_at, id) where in_app;
-- The bell's number is asked for all the time.
create index notification_unread on notification (user_id, id) where read_at is null;
create index notification_age on notification using brin (created_at);

-- What somebody chose; null, like a missing row, stands for what is usual (src/notifications/kinds.ts).
create table notification_preference (
  user_id bigint not null references users (id),
  kind text not null check (kind ~ '^[A-Z_]{3,40}$'),
  in_app boolean,
  email boolean,
  push boolean,
  primary key (user_id, kind)
);

create table notification_choice (
  user_id bigint primary key references users (id),
  -- Trades smaller than this are not told; null stands for what is usual.
  large_trade bigint check (large_trade between 1 and 1000000000),
  digest text check (digest in ('IMMEDIATELY', 'DAILY'))
);

create index notification_choice_large_trade on notification_choice (large_trade) where large_trade is not null;

-- A browser that shows notifications while the app is closed. The endpoint is a secret address at its maker's push service.
create table push_subscription (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id),
  endpoint text not null unique check (char_length(endpoint) between 10 and 2000),
  p256dh text not null check (char_length(p256dh) between 80 and 100),
  auth text not null check (char_length(auth) between 16 and 32),
  device text not null check (char_length(device) <= 60),
  created_at timestamptz not null default mesh_now(),
  last_sent_at timestamptz,
  -- In a row, since it last worked.
  failures integer not null default 0
);
create index push_subscription_user on push_subscription (user_id);

-- One notification on its way over one channel, to one browser where the channel is PUSH. PENDING rows are the queue: whoever
-- sends one puts next_try_at beyond the time that sending may take, so one that is lost with its sender comes up again.
create table notification_delivery (
  id bigint generated always as identity primary key,
  notification_id bigint not null references notification (id) on delete cascade,
  channel text not null check (channel in ('EMAIL', 'PUSH')),
  -- The subscription; 0 for the person's e-mail address.
  target_id bigint not null default 0,
  user_id bigint not null,
  state text not null default 'PENDING' check (state in ('PENDING', 'SENT', 'SKIPPED', 'DEAD')),
  attempts integer not null default 0,
  next_try_at timestamptz not null,
  problem text check (char_length(problem) <= 500),
  -- The message it goes out in, the same again when it is tried again. A mail carries all that is due to its reader.
  batch uuid,
  ended_at timestamptz,
  unique (notification_id, channel, target_id),
  check ((channel = 'EMAIL') = (target_id = 0)),
  check ((state = 'PENDING') = (ended_at is null))
) with (fillfactor = 80);
create index notification_delivery_due on notification_delivery (next_try_at, id) where state = 'PENDING';
create index notification_delivery_batch on notification_delivery (batch) where state = 'PENDING';
create index notification_delivery_user on notification_delivery (user_id, channel, ended_at);

-- Closing markets are told about once, and reminders counted, per market: whoever comes later is not searched for again.
create table market_reminder (
  market_id bigint not null references prediction_market (id),
  kind text not null check (kind in ('CLOSES_SOON', 'NEEDS_RESOLVING')),
  step integer not null,
  created_at timestamptz not null default mesh_now(),
  primary key (market_id, kind, step)
);

-- The pair that signs what goes to push services, made once: all subscriptions are bound to it.
create table vapid_key (
  single boolean primary key default true check (single),
  public_key text not null,
  private_key text not null,
  created_at timestamptz not null default mesh_now()
);

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant select, insert, delete on notification to mesh_markets_app;
  grant update (read_at, times, figures, actor_id, comment_id) on notification to mesh_markets_app;
  grant select, insert, update on notification_preference, notification_choice to mesh_markets_app;
  grant select, insert, update, delete on push_subscription to mesh_markets_app;
  grant select, insert on notification_delivery, market_reminder, vapid_key to mesh_markets_app;
  -- Rows go with their notification, which is a right the deletion of that one needs too.
  grant delete on notification_delivery to mesh_markets_app;
  grant update (state, attempts, next_try_at, problem, batch, ended_at) on notification_delivery to mesh_markets_app;
end $$;
