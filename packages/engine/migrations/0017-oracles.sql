-- Who decides a market besides its creator, and only once they have agreed to; why a market was closed before its time; what waits for
-- somebody; and the order of states, whoever writes.

-- `oracle_id` is an oracle who has accepted; whoever was asked and has not answered stands beside it and may do nothing.
alter table prediction_market add column asked_oracle_id bigint;
-- Only of markets closed early, and since reasons are asked for.
alter table prediction_market add column close_reason text;
create index prediction_market_waiting on prediction_market (closed_at, id) where state = 'CLOSED';

-- Everything that was ever asked and answered. The creator asks and withdraws; the oracle does the rest.
create table oracle_change (
  id bigint generated always as identity primary key,
  market_id bigint not null references prediction_market (id),
  -- CARRIED_OVER: named when nobody was asked yet, which counts as accepted.
  kind text not null check (kind in ('ASKED', 'WITHDRAWN', 'ACCEPTED', 'DECLINED', 'STEPPED_DOWN', 'CARRIED_OVER')),
  oracle_id bigint not null references users (id),
  created_at timestamptz not null default mesh_now()
);
create index oracle_change_market on oracle_change (market_id, id);
insert into oracle_change (market_id, kind, oracle_id, created_at)
select id, 'CARRIED_OVER', oracle_id, created_at from prediction_market where oracle_id is not null order by id;

-- The market's own columns follow from these rows and from nothing else.
create function apply_oracle_change() returns trigger
language plpgsql security definer set search_path = public as $$
declare m prediction_market;
begin
  select * into m from prediction_market where id = new.market_id for no key update;
  if (case new.kind
       when 'ASKED' then m.state = 'OPEN' and m.oracle_id is null and m.asked_oracle_id is null and new.oracle_id <> m.creator_id
       when 'WITHDRAWN' then m.state = 'OPEN' and m.asked_oracle_id = new.oracle_id
       when 'STEPPED_DOWN' then m.state <> 'RESOLVED' and m.oracle_id = new.oracle_id
       when 'CARRIED_OVER' then m.state = 'OPEN' and m.oracle_id is null and m.asked_oracle_id is null
       else m.state <> 'RESOLVED' and m.asked_oracle_id = new.oracle_id
     end) is not true then
    raise exception 'an oracle is asked once at a time, answers for themselves, and only while the market is not resolved'
      using errcode = 'check_violation', constraint = 'oracle_is_asked';
  end if;
  update prediction_market
     set oracle_id = case when new.kind in ('ACCEPTED', 'CARRIED_OVER') then new.oracle_id end,
         asked_oracle_id = case when new.kind = 'ASKED' then new.oracle_id end
   where id = new.market_id;
  if new.kind <> 'CARRIED_OVER' then
    insert into outbox (kind, market_id, user_id, subject_id, created_at)
    values ('ORACLE_CHANGED', new.market_id, case when new.kind in ('ASKED', 'WITHDRAWN') then m.creator_id else new.oracle_id end,
            new.id, new.created_at);
  end if;
  return null;
end $$;
create trigger apply_oracle_change after insert on oracle_change for each row execute function apply_oracle_change();

-- An import brings oracles of before; nobody else makes one without asking.
create function refuse_carrying_over() returns trigger language plpgsql as $$
begin
  if current_user = 'mesh_markets_app' then
    raise exception 'an oracle has to accept' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger asked_first before insert on oracle_change
  for each row when (new.kind = 'CARRIED_OVER') execute function refuse_carrying_over();
create trigger append_only before update or delete on oracle_change
  for each statement execute function refuse_change('who was asked and what they answered stays on record');
create trigger never_emptied before truncate on oracle_change for each statement execute function refuse_change('append-only');

-- ---------------------------------------------------------------- what stays, and in which order states follow

drop trigger terms_are_fixed on prediction_market;
create trigger terms_are_fixed
  before update of id, type, creator_id, b, phantom_micro, subsidy, subsidy_from, created_at, closes_at on prediction_market
  for each statement execute function refuse_change('the terms of a market are fixed when it opens');
-- One trigger for both: Postgres copies the conditions of every trigger of a table for each statement that writes to it.
drop trigger pools_by_trade_only on prediction_market;
create trigger pools_by_trade_only
  before update of shares_micro, seq, volume, trader_count, oracle_id, asked_oracle_id on prediction_market
  for each statement when (pg_trigger_depth() < 1) execute function refuse_change('pools move by trades, and oracles by what they answer');

create or replace function check_opening() returns trigger language plpgsql as $$
begin
  if (new.seq = 0 and new.version = 0 and new.volume = 0 and new.trader_count = 0 and new.state = 'OPEN' and 0 = all (new.shares_micro)
      and new.type in ('BINARY', 'MULTIPLE') and new.b between 50 and 1000000
      and new.subsidy > 0 and new.subsidy_from in ('CREATOR', 'HOUSE')
      and cardinality(new.shares_micro) between 2 and 64 and cardinality(new.phantom_micro) = cardinality(new.shares_micro)
      and 0 <= all (new.phantom_micro) and (new.type = 'MULTIPLE' or cardinality(new.shares_micro) = 2)
      and new.oracle_id is null and new.asked_oracle_id is null
      and new.closed_at is null and new.closed_by is null and new.close_reason is null and new.resolved_at is null
      and new.created_at < new.closes_at) is not true then
    raise exception 'a market opens with terms that make sense and with nothing sold' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- How a market ended is written with the change of state that ended it, and stays.
create or replace function check_state() returns trigger language plpgsql as $$
begin
  if (new.state in ('OPEN', 'CLOSED', 'RESOLVED') and (new.state = 'OPEN') = (new.closed_at is null)
      and (new.state = 'RESOLVED') = (new.resolved_at is not null) and coalesce(new.closed_at between new.created_at and new.closes_at, true)
      and (new.close_reason is null or (new.closed_by is not null and char_length(new.close_reason) between 1 and 500))) is not true then
    raise exception 'a market says when it was closed and resolved, and is closed by its closing time' using errcode = 'check_violation';
  end if;
  if (old.state <> 'OPEN' or new.state = 'OPEN')
     and (new.closed_at, new.closed_by, new.close_reason) is distinct from (old.closed_at, old.closed_by, old.close_reason) then
    raise exception 'how a market was closed is told once' using errcode = 'restrict_violation';
  end if;
  if new.state = old.state and new.resolved_at is distinct from old.resolved_at then
    raise exception 'when a market was resolved is told once' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
drop trigger states_make_sense on prediction_market;
create trigger states_make_sense before update of state, closed_at, closed_by, close_reason, resolved_at on prediction_market
  for each row execute function check_state();

-- As before, and a resolved market says by whom and how.
create or replace function assert_escrow() returns trigger
language plpgsql security definer set search_path = public as $$
declare held bigint; market_state text; worst bigint; covered_market bigint;
begin
  if tg_table_name = 'account' then covered_market := new.market_id; else covered_market := new.id; end if;
  select e.balance, m.state, (select max(s) from unnest(m.shares_micro) as s) into held, market_state, worst
    from account e join prediction_market m on m.id = e.market_id where e.market_id = covered_market;
  if market_state = 'RESOLVED' and held <> 0 then
    raise exception 'the escrow of resolved market % still holds %', covered_market, held
      using errcode = 'check_violation', constraint = 'escrow_empty_after_resolution';
  elsif market_state <> 'RESOLVED' and held * 1000000 < worst then
    raise exception 'the escrow of market % holds % and may owe % micro-credits', covered_market, held, worst
      using errcode = 'check_violation', constraint = 'escrow_covers_worst_outcome';
  end if;
  if tg_table_name = 'prediction_market' and not exists (select from resolution_log where market_id = covered_market) then
    raise exception 'market % is resolved and nobody says how', covered_market
      using errcode = 'check_violation', constraint = 'resolution_on_record';
  end if;
  return null;
end $$;
create function assert_resolved() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if not exists (select from prediction_market where id = new.market_id and state = 'RESOLVED') then
    raise exception 'market % has a result on record and is not resolved', new.market_id
      using errcode = 'check_violation', constraint = 'resolution_on_record';
  end if;
  return null;
end $$;
create constraint trigger resolution_on_record after insert on resolution_log deferrable initially deferred
  for each row execute function assert_resolved();

-- ---------------------------------------------------------------- the trade path

-- The time of a market whose lock is held: the database's, and never before its last trade. A clock that is set back (by hand, by a time
-- service, by moving to another machine) would else put trades before those that they follow. Plpgsql, so that each call sees what was
-- committed before the lock was had.
create function market_clock(wanted_market_id bigint) returns timestamptz language plpgsql volatile security definer set search_path = public as $$
begin
  return (select greatest(mesh_now(), coalesce((select created_at from trade where market_id = m.id and seq = m.seq), m.created_at))
            from prediction_market m where m.id = wanted_market_id);
end $$;

-- As before, with who decides each market: whether they may buy in it is a setting of the server.
create or replace function lock_for_trades(order_markets bigint[], order_users bigint[], order_keys uuid[])
returns json language plpgsql security definer set search_path = public as $$
declare markets json; wallets json;
begin
  select json_agg(json_build_array(m.id::text, m.state, m.closes_at, m.b, m.phantom_micro, m.shares_micro, m.seq, m.version, m.volume, m.trader_count, m.type,
                                   m.creator_id::text, m.oracle_id::text))
    into markets
    from (select id, state, closes_at, b, phantom_micro, shares_micro, seq, version, volume, trader_count, type, creator_id, oracle_id
            from prediction_market where id = any (order_markets) order by id for no key update) as m;
  select json_agg(json_build_array(w.user_id::text, w.balance, w.handle, w.name)) into wallets
    from (select a.user_id, a.balance, u.handle, u.name from account a join users u on u.id = a.user_id
           where a.user_id = any (order_users) order by a.id for no key update of a) as w;
  -- `offset 0` keeps each look-up a look-up by index: joined freely, a plan made while the table was small reads all of it.
  return (select json_build_array(mesh_now(), markets, wallets,
    -- The times that the clocks of the markets may not fall behind. This statement sees what was committed before the locks were had.
    (select json_agg(json_build_array(m.id::text, coalesce((select created_at from trade where market_id = m.id and seq = m.seq), m.created_at)))
       from prediction_market m where m.id = any (order_markets)),
    (select json_agg(json_build_array(p.market_id::text, p.user_id::text, p.outcome, p.shares_micro, p.paid - p.received))
       from generate_subscripts(order_users, 1) as k,
            lateral (select market_id, user_id, outcome, shares_micro, paid, received from position
                      where market_id = order_markets[k] and user_id = order_users[k] offset 0) as p),
    (select json_agg(json_build_array(i.user_id::text, i.key, encode(i.request_hash, 'hex'), i.answer))
       from generate_subscripts(order_users, 1) as k,
            lateral (select user_id, key, request_hash, answer from idempotency_key
                      where user_id = order_users[k] and key = order_keys[k] offset 0) as i)));
end $$;

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant select, insert on oracle_change to mesh_markets_app;
  grant update (close_reason) on prediction_market to mesh_markets_app;
end $$;
