-- The books. What people do is written once, as rows of the append-only logs (transfer, trade, resolution_log);
-- balances, pools, positions and sequences are derived from those rows by the triggers below and by nothing else.
-- So whoever writes, and from however many processes, the sums cannot come apart.

-- ---------------------------------------------------------------- time

-- The one clock of the books (law 7). The offset exists for tests and for seeding a demo with a past; it is a session
-- setting that no route of the product can reach.
create function mesh_now() returns timestamptz language sql volatile as $$
  select date_trunc('milliseconds',
    clock_timestamp() + coalesce(nullif(current_setting('mesh.clock_offset', true), ''), '0')::interval)
$$;

-- ---------------------------------------------------------------- people

create table users (
  id bigint generated always as identity primary key,
  auth_user_id text unique references auth_user (id),
  handle text not null unique check (handle ~ '^[a-z0-9_]{3,24}$'),
  name text not null check (char_length(name) between 1 and 60),
  role text not null default 'user' check (role in ('user', 'admin')),
  created_at timestamptz not null default mesh_now()
);
create index users_name_prefix on users (lower(name) text_pattern_ops);
create index users_handle_prefix on users (handle text_pattern_ops);

create table api_key (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id),
  name text not null check (char_length(name) between 1 and 60),
  prefix text not null,
  secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
  created_at timestamptz not null default mesh_now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_key_user on api_key (user_id);

-- ---------------------------------------------------------------- posts and markets

create table post (
  id bigint generated always as identity primary key,
  type text not null check (type in ('TEXT', 'PREDICTION')),
  author_id bigint not null references users (id),
  -- The text of a text post; the description of a prediction.
  body text not null check (char_length(body) <= 10000),
  question text check (char_length(question) between 1 and 140),
  labels text[] check (cardinality(labels) between 2 and 64),
  created_at timestamptz not null default mesh_now(),
  check ((type = 'PREDICTION') = (question is not null)),
  check ((type = 'PREDICTION') = (labels is not null)),
  check (type = 'PREDICTION' or char_length(body) between 1 and 2000)
);
create index post_type on post (type, id);
create index post_author on post (author_id, id);

-- One row per market, narrow because every trade rewrites it; its words live in post (same id). The pools are arrays in
-- the locked row itself: a statement that waited for the lock re-reads the locked row but answers everything else from
-- its old snapshot, so pools in child rows would be read stale.
create table prediction_market (
  id bigint primary key references post (id),
  type text not null check (type in ('BINARY', 'MULTIPLE')),
  creator_id bigint not null references users (id),
  oracle_id bigint references users (id),
  -- Liquidity, in credits.
  b bigint not null check (b between 50 and 1000000),
  -- Shares nobody owns, which set the opening odds.
  phantom_micro bigint[] not null check (0 <= all (phantom_micro)),
  -- Shares people own.
  shares_micro bigint[] not null check (0 <= all (shares_micro)),
  subsidy bigint not null check (subsidy > 0),
  subsidy_from text not null check (subsidy_from in ('CREATOR', 'HOUSE')),
  state text not null default 'OPEN' check (state in ('OPEN', 'CLOSED', 'RESOLVED')),
  created_at timestamptz not null default mesh_now(),
  closes_at timestamptz not null,
  closed_at timestamptz,
  -- Who closed it early; null when it closed by the clock.
  closed_by bigint references users (id),
  resolved_at timestamptz,
  -- Number of the last trade.
  seq bigint not null default 0 check (seq >= 0),
  -- Grows with every trade and every change of state.
  version bigint not null default 0,
  volume bigint not null default 0 check (volume >= 0),
  trader_count integer not null default 0 check (trader_count >= 0),
  check (cardinality(shares_micro) between 2 and 64),
  check (cardinality(phantom_micro) = cardinality(shares_micro)),
  check (type = 'MULTIPLE' or cardinality(shares_micro) = 2),
  check ((state = 'OPEN') = (closed_at is null)),
  check ((state = 'RESOLVED') = (resolved_at is not null)),
  check (closed_at <= closes_at),
  check (created_at < closes_at)
) with (fillfactor = 70);
create index prediction_market_due on prediction_market (closes_at, id) where state = 'OPEN';
create index prediction_market_state on prediction_market (state, id);
create index prediction_market_creator on prediction_market (creator_id);

-- ---------------------------------------------------------------- ledger (law 1)

create table account (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('issuer', 'house', 'wallet', 'escrow')),
  user_id bigint unique references users (id),
  market_id bigint unique references prediction_market (id),
  balance bigint not null default 0,
  constraint account_no_overdraft check (kind = 'issuer' or balance >= 0),
  check ((kind = 'wallet') = (user_id is not null)),
  check ((kind = 'escrow') = (market_id is not null))
) with (fillfactor = 60);
create unique index account_single on account (kind) where kind in ('issuer', 'house');

-- The logs and positions name rows that exist and stay, and have no foreign keys for it: the triggers below match every row
-- they derive from and refuse what does not match, set-based, where a key would be looked up row by row (docs/decisions/0006).
create table transfer (
  id bigint generated always as identity primary key,
  debit_account_id bigint not null,
  credit_account_id bigint not null,
  amount bigint not null check (amount between 1 and 9000000000000000),
  kind text not null check (kind in
    ('SIGNUP_GRANT', 'HOUSE_FUNDING', 'SUBSIDY', 'BUY', 'SELL', 'PAYOUT', 'REFUND', 'SUBSIDY_RETURN')),
  market_id bigint,
  trade_seq bigint,
  created_at timestamptz not null default mesh_now(),
  check (debit_account_id <> credit_account_id),
  check ((kind in ('BUY', 'SELL')) = (trade_seq is not null)),
  check ((kind in ('SIGNUP_GRANT', 'HOUSE_FUNDING')) = (market_id is null))
);
-- For the ledgers of wallets. Nobody reads an escrow's side of a trade by its account, so those rows are left out: an index entry less for
-- every trade.
create index transfer_debit on transfer (debit_account_id, id) where kind <> 'SELL';
create index transfer_credit on transfer (credit_account_id, id) where kind <> 'BUY';
create index transfer_market_outside_trades on transfer (market_id) where trade_seq is null;
-- One grant a person, however often the sign-up is repeated.
create unique index transfer_single_grant on transfer (credit_account_id) where kind = 'SIGNUP_GRANT';

-- ---------------------------------------------------------------- trades (law 4)

create table trade (
  market_id bigint not null,
  seq bigint not null check (seq >= 1),
  user_id bigint not null,
  outcome smallint not null check (outcome between 0 and 63),
  -- Positive when bought, negative when sold.
  shares_micro bigint not null,
  -- Positive when paid, negative when credits came back.
  credits bigint not null,
  -- What the trader named: the shares (the credits follow) or the credits (the shares follow). The one that follows is
  -- rounded against the trader, so the audit needs to know which.
  by_shares boolean not null,
  -- Of the traded outcome, for display; the audit derives its own.
  probability_before double precision not null,
  -- Of every outcome after this trade, for charts.
  probabilities double precision[] not null,
  created_at timestamptz not null,
  primary key (market_id, seq),
  check (shares_micro <> 0 and sign(shares_micro) = sign(credits)),
  check (by_shares or credits > 0)
);
create index trade_market_user on trade (market_id, user_id);

create table position (
  market_id bigint not null,
  user_id bigint not null,
  outcome smallint not null,
  shares_micro bigint not null constraint position_not_oversold check (shares_micro >= 0),
  bought_micro bigint not null check (bought_micro >= shares_micro),
  paid bigint not null check (paid >= 0),
  received bigint not null check (received >= 0),
  primary key (market_id, user_id, outcome)
) with (fillfactor = 70);
create index position_user on position (user_id, market_id);

create table resolution_log (
  id bigint generated always as identity primary key,
  market_id bigint not null unique references prediction_market (id),
  resolved_by bigint not null references users (id),
  resolved_as text not null check (resolved_as in ('CREATOR', 'ORACLE', 'ADMIN')),
  kind text not null check (kind in ('OUTCOME', 'WEIGHTED', 'N_A')),
  outcome smallint,
  -- Basis points per outcome; they sum to 10000 unless the market is void.
  weights integer[],
  note text check (char_length(note) between 1 and 1000),
  escrow_before bigint not null check (escrow_before >= 0),
  paid bigint not null check (paid >= 0),
  holders_paid integer not null check (holders_paid >= 0),
  returned bigint not null check (returned >= 0),
  created_at timestamptz not null,
  constraint resolution_pays_the_escrow_out check (paid + returned = escrow_before),
  check ((kind = 'OUTCOME') = (outcome is not null)),
  check ((kind = 'N_A') = (weights is null))
);

-- ---------------------------------------------------------------- exactly once (law 5)

create table idempotency_key (
  user_id bigint not null,
  key uuid not null,
  request_hash bytea not null check (octet_length(request_hash) = 32),
  answer text not null,
  created_at timestamptz not null default mesh_now(),
  primary key (user_id, key)
);
-- Expiry walks by time over rows that arrive in order of time: a block range index costs writes next to nothing.
create index idempotency_key_created on idempotency_key using brin (created_at);

-- ---------------------------------------------------------------- derivation

-- Adds deltas[k] to totals[indexes[k] + 1].
create function add_at(totals bigint[], indexes smallint[], deltas bigint[]) returns bigint[]
language plpgsql immutable as $$
declare k int;
begin
  for k in 1 .. cardinality(indexes) loop
    if indexes[k] >= cardinality(totals) then
      raise exception 'outcome % does not exist', indexes[k] using errcode = 'check_violation';
    end if;
    totals[indexes[k] + 1] := totals[indexes[k] + 1] + deltas[k];
  end loop;
  return totals;
end $$;

-- Law 1: balances move by transfers and by nothing else.
create function apply_transfers() returns trigger
language plpgsql security definer set search_path = public as $$
declare moved bigint; named bigint;
begin
  if pg_trigger_depth() = 1 then
    if exists (select from fresh where kind in ('BUY', 'SELL')) then
      raise exception 'a trade writes its own transfer' using errcode = 'check_violation';
    end if;
    if exists (select from fresh f left join account e on e.market_id = f.market_id where f.market_id is not null
                  and (e.id is null or e.id not in (f.debit_account_id, f.credit_account_id))) then
      raise exception 'a transfer of a market goes into or out of its escrow' using errcode = 'check_violation';
    end if;
  end if;
  update account a set balance = a.balance + d.delta
    from (select id, sum(delta)::bigint as delta
            from (select debit_account_id as id, -amount as delta from fresh
                  union all
                  select credit_account_id, amount from fresh) as entry
           group by id) as d
   where a.id = d.id;
  get diagnostics moved = row_count;
  select count(*) into named from (select debit_account_id from fresh union select credit_account_id from fresh) as account_named;
  if moved <> named then
    raise exception 'a transfer needs two accounts that exist' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger apply_transfers after insert on transfer
  referencing new table as fresh for each statement execute function apply_transfers();

-- Laws 2, 4 and 7, and everything a trade derives: the pools and sequence of its market, its transfer, its position.
create function apply_trades() returns trigger
language plpgsql security definer set search_path = public as $$
declare applied bigint; expected bigint; broken bigint;
begin
  update prediction_market m
     set seq = d.last_seq,
         version = m.version + d.trades,
         shares_micro = add_at(m.shares_micro, d.outcomes, d.deltas),
         volume = m.volume + d.volume,
         trader_count = m.trader_count + d.newcomers
    from (select f.market_id, count(*) as trades, min(f.seq) as first_seq, max(f.seq) as last_seq,
                 min(f.created_at) as earliest, max(f.created_at) as latest,
                 array_agg(f.outcome) as outcomes, array_agg(f.shares_micro) as deltas,
                 sum(abs(f.credits))::bigint as volume,
                 -- A scalar look-up, since the planner may turn `not exists` into a hash of every position there is.
                 (count(distinct f.user_id) filter (where (
                    select p.user_id from position p where p.market_id = f.market_id and p.user_id = f.user_id limit 1) is null))::int as newcomers
            from fresh f group by f.market_id) as d
   where m.id = d.market_id
     and m.state = 'OPEN'
     and d.first_seq = m.seq + 1 and d.last_seq = m.seq + d.trades
     and d.earliest >= m.created_at and d.latest < m.closes_at;
  get diagnostics applied = row_count;
  select count(distinct market_id) into expected from fresh;
  if applied <> expected then
    raise exception 'a trade must continue the sequence of an open market before it closes' using errcode = 'check_violation';
  end if;

  insert into transfer (debit_account_id, credit_account_id, amount, kind, market_id, trade_seq, created_at)
  select case when f.credits > 0 then wallet.id else escrow.id end,
         case when f.credits > 0 then escrow.id else wallet.id end,
         abs(f.credits), case when f.credits > 0 then 'BUY' else 'SELL' end, f.market_id, f.seq, f.created_at
    -- Numbered as they were written, which is as they were served: a wallet's ledger reads its transfers by their ids, and a
    -- batch may sell in one market what it spends in another.
    from (select *, row_number() over () as place from fresh) as f
    join account wallet on wallet.user_id = f.user_id
    join account escrow on escrow.market_id = f.market_id
   order by f.place;
  get diagnostics applied = row_count;
  select count(*) into expected from fresh;
  if applied <> expected then
    raise exception 'a trade needs a wallet and an escrow' using errcode = 'check_violation';
  end if;

  -- A position that shrinks exists already; its checks would refuse the negative row that an upsert proposes first.
  if exists (select from fresh where shares_micro < 0) then
    update position p
       set shares_micro = p.shares_micro + d.shares_micro,
           bought_micro = p.bought_micro + d.bought_micro,
           paid = p.paid + d.paid,
           received = p.received + d.received
      from (select f.market_id, f.user_id, f.outcome, sum(f.shares_micro)::bigint as shares_micro,
                   coalesce(sum(f.shares_micro) filter (where f.shares_micro > 0), 0)::bigint as bought_micro,
                   coalesce(sum(f.credits) filter (where f.credits > 0), 0)::bigint as paid,
                   coalesce(-sum(f.credits) filter (where f.credits < 0), 0)::bigint as received
              from fresh f group by 1, 2, 3 having sum(f.shares_micro) < 0) as d
     where p.market_id = d.market_id and p.user_id = d.user_id and p.outcome = d.outcome;
    get diagnostics applied = row_count;
    select count(*) into expected
      from (select from fresh group by market_id, user_id, outcome having sum(shares_micro) < 0) as shrinking;
    if applied <> expected then
      raise exception 'shares that nobody holds were sold' using errcode = 'check_violation', constraint = 'position_not_oversold';
    end if;
  end if;
  insert into position as p (market_id, user_id, outcome, shares_micro, bought_micro, paid, received)
  select f.market_id, f.user_id, f.outcome, sum(f.shares_micro)::bigint,
         coalesce(sum(f.shares_micro) filter (where f.shares_micro > 0), 0)::bigint,
         coalesce(sum(f.credits) filter (where f.credits > 0), 0)::bigint,
         coalesce(-sum(f.credits) filter (where f.credits < 0), 0)::bigint
    from fresh f group by 1, 2, 3 having sum(f.shares_micro) >= 0 order by 1, 2, 3
  on conflict (market_id, user_id, outcome) do update
     set shares_micro = p.shares_micro + excluded.shares_micro,
         bought_micro = p.bought_micro + excluded.bought_micro,
         paid = p.paid + excluded.paid,
         received = p.received + excluded.received;

  select count(*) into broken
    from prediction_market m join account e on e.market_id = m.id
   where m.id in (select market_id from fresh)
     and e.balance * 1000000 < (select max(s) from unnest(m.shares_micro) as s);
  if broken > 0 then
    raise exception 'the escrow must cover the worst outcome' using errcode = 'check_violation', constraint = 'escrow_covers_worst_outcome';
  end if;
  return null;
end $$;
create trigger apply_trades after insert on trade
  referencing new table as fresh for each statement execute function apply_trades();

-- ---------------------------------------------------------------- guards

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is refused: %', tg_op, tg_table_name, tg_argv[0] using errcode = 'restrict_violation';
end $$;

-- Law 8.
create trigger append_only before update or delete on transfer
  for each statement execute function refuse_change('transfers are never changed; write a correcting transfer');
create trigger append_only before update or delete on trade
  for each statement execute function refuse_change('trades are never changed');
create trigger append_only before update or delete on resolution_log
  for each statement execute function refuse_change('resolutions are never changed');
create trigger never_emptied before truncate on transfer for each statement execute function refuse_change('append-only');
create trigger never_emptied before truncate on trade for each statement execute function refuse_change('append-only');
create trigger never_emptied before truncate on resolution_log for each statement execute function refuse_change('append-only');

-- `update of` and a bare trigger depth keep these guards off the trade path: there they cost nothing to pass.

-- Law 1: an account opens empty, and only the trigger on transfer moves its balance.
create trigger opens_empty before insert on account
  for each row when (new.balance <> 0) execute function refuse_change('an account opens with a balance of 0');
create trigger balance_by_transfer_only before update of balance on account
  for each row when (pg_trigger_depth() < 1) execute function refuse_change('balances move by transfers only');
create trigger owner_is_fixed before update of id, kind, user_id, market_id on account
  for each statement execute function refuse_change('whose account it is stays');
create trigger never_deleted before delete on account
  for each statement execute function refuse_change('accounts are never deleted');

-- Laws 2 and 4: pools and sequences move by trades only, and what a market opened with stays.
create trigger opens_unsold before insert on prediction_market
  for each row when (new.seq <> 0 or new.version <> 0 or new.volume <> 0 or new.trader_count <> 0 or new.state <> 'OPEN'
    or 0 <> any (new.shares_micro))
  execute function refuse_change('a market opens with nothing sold');
create trigger pools_by_trade_only before update of shares_micro, seq, volume, trader_count on prediction_market
  for each row when (pg_trigger_depth() < 1) execute function refuse_change('pools move by trades only');
create trigger terms_are_fixed
  before update of id, type, creator_id, oracle_id, b, phantom_micro, subsidy, subsidy_from, created_at, closes_at on prediction_market
  for each statement execute function refuse_change('the terms of a market are fixed when it opens');
create trigger states_in_order before update of state on prediction_market
  for each row when (new.state <> old.state
    and (old.state, new.state) not in (('OPEN', 'CLOSED'), ('CLOSED', 'RESOLVED')))
  execute function refuse_change('a market goes from OPEN to CLOSED to RESOLVED');
create trigger never_deleted before delete on prediction_market
  for each statement execute function refuse_change('markets are never deleted');
create trigger position_by_trade_only before insert or update or delete on position
  for each statement when (pg_trigger_depth() < 1) execute function refuse_change('positions move by trades only');

-- Law 2 wherever an escrow shrinks: it still covers the worst outcome, or the market is resolved and it is empty.
create function assert_escrow() returns trigger
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
  return null;
end $$;
create constraint trigger escrow_covers_worst_outcome after update of balance on account deferrable initially deferred
  for each row when (new.kind = 'escrow' and (new.balance < old.balance)) execute function assert_escrow();
create constraint trigger escrow_empty_after_resolution after update of state on prediction_market deferrable initially deferred
  for each row when (new.state = 'RESOLVED') execute function assert_escrow();
-- A market comes into the world with its subsidy paid in.
create function assert_subsidised() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  if not exists (select from account e join transfer t on t.credit_account_id = e.id
                  where e.market_id = new.id and t.kind = 'SUBSIDY' and t.amount = new.subsidy) then
    raise exception 'market % has no subsidy in escrow', new.id using errcode = 'check_violation', constraint = 'subsidy_paid_in';
  end if;
  return null;
end $$;
create constraint trigger subsidy_paid_in after insert on prediction_market deferrable initially deferred
  for each row execute function assert_subsidised();

-- ---------------------------------------------------------------- locks, always in this order: markets, then wallets, each by id

-- Returns the balance. Every verb that spends from one wallet starts here.
create function lock_wallet(wanted_user_id bigint) returns bigint
language sql security definer set search_path = public as $$
  select balance from account where user_id = wanted_user_id for no key update
$$;

create function lock_market(wanted_market_id bigint) returns setof prediction_market
language sql security definer set search_path = public as $$
  select * from prediction_market where id = wanted_market_id for no key update
$$;

create function lock_accounts(wanted_ids bigint[]) returns bigint
language sql security definer set search_path = public as $$
  select count(*) from (select from account where id = any (wanted_ids) order by id for no key update) as locked
$$;

-- All that a batch of orders decides on, locked and read in one call: each step is a statement of its own, so it sees what
-- was committed while the lock before it was awaited. Order k is (order_markets[k], order_users[k], order_keys[k]).
create function lock_for_trades(order_markets bigint[], order_users bigint[], order_keys uuid[])
returns json language plpgsql security definer set search_path = public as $$
declare markets json; wallets json; holdings json; answers json;
begin
  select json_agg(json_build_array(m.id::text, m.state, m.closes_at, m.b, m.phantom_micro, m.shares_micro, m.seq, m.version, m.volume, m.trader_count, m.type))
    into markets
    from (select * from prediction_market where id = any (order_markets) order by id for no key update) as m;
  select json_agg(json_build_array(w.user_id::text, w.balance, w.handle, w.name)) into wallets
    from (select a.user_id, a.balance, u.handle, u.name from account a join users u on u.id = a.user_id
           where a.user_id = any (order_users) order by a.id for no key update of a) as w;
  -- `offset 0` keeps each look-up a look-up by index: joined freely, a plan made while the table was small reads all of it.
  select json_agg(json_build_array(p.market_id::text, p.user_id::text, p.outcome, p.shares_micro)) into holdings
    from (select distinct * from unnest(order_markets, order_users) as pair(market_id, user_id)) as wanted,
         lateral (select * from position where market_id = wanted.market_id and user_id = wanted.user_id offset 0) as p;
  select json_agg(json_build_array(k.user_id::text, k.key, encode(k.request_hash, 'hex'), k.answer)) into answers
    from unnest(order_users, order_keys) as wanted(user_id, key),
         lateral (select * from idempotency_key where user_id = wanted.user_id and key = wanted.key offset 0) as k;
  return json_build_array(mesh_now(), markets, wallets, holdings, answers);
end $$;

-- The last trade of a market at or before a moment, by bisection over the gap-free sequence: no index on time is needed.
create function seq_at(wanted_market_id bigint, moment timestamptz) returns bigint
language plpgsql stable as $$
declare low bigint := 0; high bigint; middle bigint;
begin
  select seq into high from prediction_market where id = wanted_market_id;
  while low < high loop
    middle := (low + high + 1) / 2;
    if (select created_at from trade where market_id = wanted_market_id and seq = middle) <= moment then
      low := middle;
    else
      high := middle - 1;
    end if;
  end loop;
  return low;
end $$;

-- ---------------------------------------------------------------- the first two accounts

insert into account (kind) values ('issuer'), ('house');
