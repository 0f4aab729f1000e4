-- What happened, as those outside are told it (webhooks, a Segment sink), and the sums of the operator's dashboard.

-- ---------------------------------------------------------------- jobs

-- Queues a job of the server's job runner in the transaction that makes it necessary. The runner keeps a schema of its own, which is
-- not there until a server has run; then the minutely sweep finds the work.
create function queue_job(task text, payload json, key text, run_at timestamptz) returns void
language plpgsql security definer set search_path = public as $$
begin
  if to_regproc('graphile_worker.add_job') is null then
    return;
  end if;
  execute 'select graphile_worker.add_job($1, $2, run_at => $3, job_key => $4, max_attempts => 1)' using task, payload, run_at, key;
end $$;

-- ---------------------------------------------------------------- events

-- Written while somebody wants them (an endpoint or a sink), and deleted after a while: everything they tell is in the logs.
create table analytics_event (
  id bigint generated always as identity primary key,
  -- The name its receivers know it by: whatever is delivered twice carries the same one.
  public_id uuid not null unique default gen_random_uuid(),
  type text not null check (type in
    ('market_created', 'market_traded', 'market_closed', 'market_resolved', 'user_signed_up', 'test')),
  -- What it came from; so it is written once.
  source text not null unique,
  -- Built once and sent as it is: signatures are over these very characters.
  payload json not null,
  created_at timestamptz not null default mesh_now()
);
create index analytics_event_created on analytics_event using brin (created_at);
create trigger never_changed before update on analytics_event
  for each statement execute function refuse_change('events are never changed');

-- A sink that takes every event in order; there is a row while one is configured. Only one transaction at a time writes events (the
-- projector's), so their ids are committed in order and a place is a number.
create table event_sink (
  name text primary key check (name = 'segment'),
  last_event_id bigint not null,
  -- Whoever is sending holds it until then.
  leased_until timestamptz not null default '-infinity',
  failures_in_a_row integer not null default 0,
  problem text,
  next_try_at timestamptz not null default '-infinity',
  sent_at timestamptz
);

-- ---------------------------------------------------------------- webhooks

create table webhook_endpoint (
  id bigint generated always as identity primary key,
  url text not null check (url ~ '^https?://' and char_length(url) <= 2000),
  description text not null check (char_length(description) <= 200),
  event_types text[] not null check (cardinality(event_types) >= 1
    and event_types <@ array['market_created', 'market_traded', 'market_closed', 'market_resolved', 'user_signed_up']),
  -- Encrypted with a key that only the server has, since signing needs the secret itself.
  secret_sealed text not null,
  -- Signs beside the new one for a while after a rotation.
  previous_sealed text,
  previous_until timestamptz,
  enabled boolean not null default true,
  disabled_reason text check (disabled_reason in ('ADMIN', 'GONE', 'FAILING')),
  failures_in_a_row integer not null default 0,
  failing_since timestamptz,
  made_by bigint not null references users (id),
  created_at timestamptz not null default mesh_now(),
  check (enabled = (disabled_reason is null)),
  check ((previous_sealed is null) = (previous_until is null)),
  check ((failures_in_a_row = 0) = (failing_since is null))
);

create table webhook_delivery (
  id bigint generated always as identity primary key,
  endpoint_id bigint not null references webhook_endpoint (id) on delete cascade,
  event_id bigint not null references analytics_event (id) on delete cascade,
  state text not null default 'PENDING' check (state in ('PENDING', 'DELIVERED', 'FAILED')),
  attempts integer not null default 0,
  next_try_at timestamptz not null default mesh_now(),
  -- Whoever is sending it holds it until then.
  claimed_until timestamptz not null default '-infinity',
  -- Of the last attempt.
  attempted_at timestamptz,
  status integer,
  latency_ms integer,
  problem text,
  body_hash bytea check (octet_length(body_hash) = 32),
  created_at timestamptz not null default mesh_now(),
  unique (endpoint_id, event_id)
);
create index webhook_delivery_log on webhook_delivery (endpoint_id, id);
create index webhook_delivery_due on webhook_delivery (endpoint_id, next_try_at) where state = 'PENDING';
create index webhook_delivery_event on webhook_delivery (event_id);
create index webhook_delivery_recent on webhook_delivery using brin (created_at);

-- ---------------------------------------------------------------- sums by day (UTC)

create table trade_day (
  day date primary key,
  trades bigint not null default 0,
  volume bigint not null default 0,
  traders integer not null default 0,
  -- By how much the shares that people hold in unresolved markets grew.
  shares_micro numeric not null default 0
);
-- Who traded on a day, so that each counts once.
create table trader_day (
  day date not null,
  user_id bigint not null,
  primary key (day, user_id)
);

-- What happened before there were these tables, less what the outbox still holds and will count.
with counted as (
  select t.user_id, (t.created_at at time zone 'UTC')::date as day, abs(t.credits) as credits, t.shares_micro from trade t
   where not exists (select from outbox o where o.kind = 'TRADED' and o.market_id = t.market_id and t.seq between o.first_seq and o.last_seq))
insert into trade_day (day, trades, volume, traders, shares_micro)
select day, count(*), sum(credits), count(distinct user_id), sum(shares_micro) from counted group by day;
insert into trader_day (day, user_id)
select distinct (t.created_at at time zone 'UTC')::date, t.user_id from trade t
 where not exists (select from outbox o where o.kind = 'TRADED' and o.market_id = t.market_id and t.seq between o.first_seq and o.last_seq);
insert into trade_day (day, shares_micro)
select (m.resolved_at at time zone 'UTC')::date, -sum((select sum(s) from unnest(m.shares_micro) as s)) from prediction_market m
 where m.state = 'RESOLVED' and not exists (select from outbox o where o.kind = 'RESOLVED' and o.market_id = m.id)
 group by 1
on conflict (day) do update set shares_micro = trade_day.shares_micro + excluded.shares_micro;

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant select, insert, delete on analytics_event, webhook_delivery, webhook_endpoint, event_sink to mesh_markets_app;
  grant update on webhook_delivery, webhook_endpoint, event_sink to mesh_markets_app;
  grant select, insert, update on trade_day to mesh_markets_app;
  grant select, insert on trader_day to mesh_markets_app;
end $$;
