-- What a trade costs. Postgres parses every CHECK of a table again for each statement that writes to it: 36 of them were a sixth of the time
-- of a lone trade. The same is refused below, by triggers whose code is parsed once a connection: what never changes after its row
-- was written is looked at when it is written; what only trades and transfers move, where they are applied. Balances and positions keep
-- the CHECK that they are not below 0.

alter table prediction_market
  drop constraint prediction_market_type_check, drop constraint prediction_market_b_check,
  drop constraint prediction_market_subsidy_check, drop constraint prediction_market_subsidy_from_check,
  drop constraint prediction_market_state_check, drop constraint prediction_market_seq_check,
  drop constraint prediction_market_volume_check, drop constraint prediction_market_trader_count_check,
  drop constraint prediction_market_phantom_micro_check, drop constraint prediction_market_shares_micro_check,
  drop constraint prediction_market_shares_micro_check1, drop constraint prediction_market_check,
  drop constraint prediction_market_check1, drop constraint prediction_market_check2,
  drop constraint prediction_market_check3, drop constraint prediction_market_check4,
  drop constraint prediction_market_check5;
alter table account drop constraint account_kind_check, drop constraint account_check, drop constraint account_check1;
alter table transfer
  drop constraint transfer_amount_check, drop constraint transfer_kind_check,
  drop constraint transfer_check, drop constraint transfer_check1, drop constraint transfer_check2;
alter table trade
  drop constraint trade_seq_check, drop constraint trade_outcome_check, drop constraint trade_check, drop constraint trade_check1;
alter table position
  drop constraint position_check, drop constraint position_paid_check, drop constraint position_received_check;
-- Only triggers write facts.
alter table outbox drop constraint outbox_kind_check;

-- Guarded afterwards by terms_are_fixed and pools_by_trade_only. A plain call: Postgres copies the conditions of every trigger of a table for
-- each statement that writes to it.
create function check_opening() returns trigger language plpgsql as $$
begin
  if (new.seq = 0 and new.version = 0 and new.volume = 0 and new.trader_count = 0 and new.state = 'OPEN' and 0 = all (new.shares_micro)
      and new.type in ('BINARY', 'MULTIPLE') and new.b between 50 and 1000000
      and new.subsidy > 0 and new.subsidy_from in ('CREATOR', 'HOUSE')
      and cardinality(new.shares_micro) between 2 and 64 and cardinality(new.phantom_micro) = cardinality(new.shares_micro)
      and 0 <= all (new.phantom_micro) and (new.type = 'MULTIPLE' or cardinality(new.shares_micro) = 2)
      and new.closed_at is null and new.resolved_at is null and new.created_at < new.closes_at) is not true then
    raise exception 'a market opens with terms that make sense and with nothing sold' using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger opens_unsold on prediction_market;
create trigger opens_unsold before insert on prediction_market for each row execute function check_opening();

create function check_state() returns trigger language plpgsql as $$
begin
  if (new.state in ('OPEN', 'CLOSED', 'RESOLVED') and (new.state = 'OPEN') = (new.closed_at is null)
      and (new.state = 'RESOLVED') = (new.resolved_at is not null) and coalesce(new.closed_at <= new.closes_at, true)) is not true then
    raise exception 'a market says when it was closed and resolved, and is closed by its closing time' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger states_make_sense before update of state, closed_at, resolved_at on prediction_market
  for each row execute function check_state();

-- Guarded afterwards by owner_is_fixed.
create function check_owner() returns trigger language plpgsql as $$
begin
  if (new.balance = 0 and new.kind in ('issuer', 'house', 'wallet', 'escrow') and (new.kind = 'wallet') = (new.user_id is not null)
      and (new.kind = 'escrow') = (new.market_id is not null)) is not true then
    raise exception 'an account opens empty, as the wallet of a person, the escrow of a market, the house or the issuer'
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
drop trigger opens_empty on account;
create trigger opens_empty before insert on account for each row execute function check_owner();

-- Adds deltas[k] to totals[indexes[k] + 1], and lets no total fall below 0.
create or replace function add_at(totals bigint[], indexes smallint[], deltas bigint[]) returns bigint[]
language plpgsql immutable as $$
declare k int; n int := cardinality(totals);
begin
  for k in 1 .. cardinality(indexes) loop
    if indexes[k] >= n then
      raise exception 'outcome % does not exist', indexes[k] using errcode = 'check_violation';
    end if;
    totals[indexes[k] + 1] := totals[indexes[k] + 1] + deltas[k];
  end loop;
  if 0 > any (totals) then
    raise exception 'more shares were sold than there are' using errcode = 'check_violation', constraint = 'position_not_oversold';
  end if;
  return totals;
end $$;

-- Guards that refuse whatever the row: once a statement, so that Postgres need not look at every row before it is written.
drop trigger balance_by_transfer_only on account;
create trigger balance_by_transfer_only before update of balance on account
  for each statement when (pg_trigger_depth() < 1) execute function refuse_change('balances move by transfers only');
drop trigger pools_by_trade_only on prediction_market;
create trigger pools_by_trade_only before update of shares_micro, seq, volume, trader_count on prediction_market
  for each statement when (pg_trigger_depth() < 1) execute function refuse_change('pools move by trades only');

-- What an escrow loses is looked at when the transaction ends, as before; told apart by its market, which costs less than by its kind.
drop trigger escrow_covers_worst_outcome on account;
create constraint trigger escrow_covers_worst_outcome after update of balance on account deferrable initially deferred
  for each row when (new.market_id is not null and new.balance < old.balance) execute function assert_escrow();

-- Law 1. What makes sense of a transfer is looked at here; the trade trigger writes transfers that do.
create or replace function apply_transfers() returns trigger
language plpgsql security definer set search_path = public as $$
declare moved bigint; named bigint; rows_written bigint;
begin
  if pg_trigger_depth() = 1 then
    if exists (select from fresh where amount not between 1 and 9000000000000000 or debit_account_id = credit_account_id
                  or kind not in ('SIGNUP_GRANT', 'HOUSE_FUNDING', 'SUBSIDY', 'PAYOUT', 'REFUND', 'SUBSIDY_RETURN')
                  or (kind in ('SIGNUP_GRANT', 'HOUSE_FUNDING')) <> (market_id is null) or trade_seq is not null) then
      raise exception 'a transfer moves credits from one account to another, and a trade writes its own' using errcode = 'check_violation';
    end if;
    if exists (select from fresh f left join account e on e.market_id = f.market_id where f.market_id is not null
                  and (e.id is null or e.id not in (f.debit_account_id, f.credit_account_id))) then
      raise exception 'a transfer of a market goes into or out of its escrow' using errcode = 'check_violation';
    end if;
  end if;
  select count(*) into rows_written from fresh;
  if rows_written = 1 then
    update account a set balance = a.balance + case a.id when f.credit_account_id then f.amount else -f.amount end
      from fresh f where a.id = any (array[f.debit_account_id, f.credit_account_id]);
  else
    update account a set balance = a.balance + d.delta
      from (select id, sum(delta)::bigint as delta
              from (select debit_account_id as id, -amount as delta from fresh
                    union all
                    select credit_account_id, amount from fresh) as entry
             group by id) as d
     where a.id = d.id;
  end if;
  get diagnostics moved = row_count;
  if pg_trigger_depth() = 1 then
    select count(*) into named from (select debit_account_id from fresh union select credit_account_id from fresh) as account_named;
    if moved <> named then
      raise exception 'a transfer needs two accounts that exist' using errcode = 'foreign_key_violation';
    end if;
  end if;
  return null;
end $$;

drop trigger note_trades on trade;
drop function note_trades();

-- Laws 2, 4 and 7, and everything a trade derives. The sums of each market are made here, in a loop: for a lone trade Postgres takes longer to
-- prepare a statement that groups than to run everything else.
create or replace function apply_trades() returns trigger
language plpgsql security definer set search_path = public as $$
declare
  t record;
  trades int := 0;
  shrinks boolean := false;
  outcomes smallint[] := '{}';
  deltas bigint[] := '{}';
  -- Of each market: which of the deltas are its own, and what else moves.
  markets bigint[] := '{}';
  n int := 0;
  starts int[] := '{}';
  first_seqs bigint[] := '{}';
  last_seqs bigint[] := '{}';
  earliest timestamptz[] := '{}';
  latest timestamptz[] := '{}';
  volumes bigint[] := '{}';
  newcomers int[] := '{}';
  trader bigint;
  applied int;
  expected int;
begin
  for t in
    select market_id, seq, user_id, outcome, shares_micro, credits, by_shares, created_at,
           (select true from position p where p.market_id = fresh.market_id and p.user_id = fresh.user_id limit 1) as known
      from fresh order by market_id, user_id
  loop
    if t.seq < 1 or t.outcome not between 0 and 63 or t.shares_micro = 0 or t.credits = 0
       or (t.shares_micro > 0) <> (t.credits > 0) or not (t.by_shares or t.credits > 0) then
      raise exception 'a trade buys shares for credits or sells them for credits' using errcode = 'check_violation';
    end if;
    trades := trades + 1;
    outcomes[trades] := t.outcome;
    deltas[trades] := t.shares_micro;
    shrinks := shrinks or t.shares_micro < 0;
    if n = 0 or t.market_id <> markets[n] then
      n := n + 1;
      markets[n] := t.market_id;
      starts[n] := trades;
      first_seqs[n] := t.seq;
      last_seqs[n] := t.seq;
      earliest[n] := t.created_at;
      latest[n] := t.created_at;
      volumes[n] := abs(t.credits);
      newcomers[n] := case when t.known then 0 else 1 end;
    else
      if t.seq < first_seqs[n] then first_seqs[n] := t.seq; end if;
      if t.seq > last_seqs[n] then last_seqs[n] := t.seq; end if;
      if t.created_at < earliest[n] then earliest[n] := t.created_at; end if;
      if t.created_at > latest[n] then latest[n] := t.created_at; end if;
      volumes[n] := volumes[n] + abs(t.credits);
      if t.known is null and t.user_id <> trader then newcomers[n] := newcomers[n] + 1; end if;
    end if;
    trader := t.user_id;
  end loop;
  if trades = 0 then
    return null;
  end if;
  starts[n + 1] := trades + 1;

  if n = 1 then
    update prediction_market m
       set seq = last_seqs[1],
           version = m.version + trades,
           shares_micro = add_at(m.shares_micro, outcomes, deltas),
           volume = m.volume + volumes[1],
           trader_count = m.trader_count + newcomers[1]
     where m.id = markets[1]
       and m.state = 'OPEN'
       and first_seqs[1] = m.seq + 1 and last_seqs[1] = m.seq + trades
       and earliest[1] >= m.created_at and latest[1] < m.closes_at;
  else
    update prediction_market m
       set seq = d.last_seq,
           version = m.version + starts[d.n + 1] - starts[d.n],
           shares_micro = add_at(m.shares_micro, outcomes[starts[d.n] : starts[d.n + 1] - 1], deltas[starts[d.n] : starts[d.n + 1] - 1]),
           volume = m.volume + d.volume,
           trader_count = m.trader_count + d.newcomers
      from unnest(markets, first_seqs, last_seqs, earliest, latest, volumes, newcomers) with ordinality
             as d(market_id, first_seq, last_seq, earliest, latest, volume, newcomers, n)
     where m.id = d.market_id
       and m.state = 'OPEN'
       and d.first_seq = m.seq + 1 and d.last_seq = m.seq + starts[d.n + 1] - starts[d.n]
       and d.earliest >= m.created_at and d.latest < m.closes_at;
  end if;
  get diagnostics applied = row_count;
  if applied <> n then
    raise exception 'a trade must continue the sequence of an open market before it closes' using errcode = 'check_violation';
  end if;
  insert into outbox (kind, market_id, first_seq, last_seq, created_at)
  select 'TRADED', d.* from unnest(markets, first_seqs, last_seqs, latest) as d;

  -- In the order they were written, which is the order they were served in: a wallet's ledger reads its transfers by their ids, and a
  -- batch may sell in one market what it spends in another. One table is read, and accounts are looked up row by row, so that
  -- no plan can change the order.
  insert into transfer (debit_account_id, credit_account_id, amount, kind, market_id, trade_seq, created_at)
  select case when f.credits > 0 then f.wallet_id else f.escrow_id end,
         case when f.credits > 0 then f.escrow_id else f.wallet_id end,
         abs(f.credits), case when f.credits > 0 then 'BUY' else 'SELL' end, f.market_id, f.seq, f.created_at
    from (select (select id from account where user_id = fresh.user_id) as wallet_id,
                 (select id from account where market_id = fresh.market_id) as escrow_id, credits, market_id, seq, created_at
            from fresh offset 0) as f
   where f.wallet_id is not null and f.escrow_id is not null;
  get diagnostics applied = row_count;
  if applied <> trades then
    raise exception 'a trade needs a wallet and an escrow' using errcode = 'check_violation';
  end if;

  -- A position that shrinks exists already; its checks would refuse the negative row that an upsert proposes first.
  if shrinks then
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
  if trades = 1 and not shrinks then
    insert into position as p (market_id, user_id, outcome, shares_micro, bought_micro, paid, received)
    values (t.market_id, t.user_id, t.outcome, t.shares_micro, t.shares_micro, t.credits, 0)
    on conflict (market_id, user_id, outcome) do update
       set shares_micro = p.shares_micro + excluded.shares_micro,
           bought_micro = p.bought_micro + excluded.bought_micro,
           paid = p.paid + excluded.paid;
  else
    insert into position as p (market_id, user_id, outcome, shares_micro, bought_micro, paid, received)
    select f.market_id, f.user_id, f.outcome, sum(f.shares_micro)::bigint,
           sum(greatest(f.shares_micro, 0))::bigint,
           sum(greatest(f.credits, 0))::bigint,
           sum(greatest(-f.credits, 0))::bigint
      from fresh f group by 1, 2, 3 having sum(f.shares_micro) >= 0
    on conflict (market_id, user_id, outcome) do update
       set shares_micro = p.shares_micro + excluded.shares_micro,
           bought_micro = p.bought_micro + excluded.bought_micro,
           paid = p.paid + excluded.paid,
           received = p.received + excluded.received;
  end if;

  if exists (select from prediction_market m join account e on e.market_id = m.id
              where m.id in (select market_id from fresh)
                and e.balance * 1000000 < (select max(s) from unnest(m.shares_micro) as s)) then
    raise exception 'the escrow must cover the worst outcome' using errcode = 'check_violation', constraint = 'escrow_covers_worst_outcome';
  end if;
  return null;
end $$;

-- All that a batch of orders decides on, as before: markets, then wallets, then what their locks protect, and the clock.
create or replace function lock_for_trades(order_markets bigint[], order_users bigint[], order_keys uuid[])
returns json language plpgsql security definer set search_path = public as $$
declare markets json; wallets json;
begin
  select json_agg(json_build_array(m.id::text, m.state, m.closes_at, m.b, m.phantom_micro, m.shares_micro, m.seq, m.version, m.volume, m.trader_count, m.type))
    into markets
    from (select id, state, closes_at, b, phantom_micro, shares_micro, seq, version, volume, trader_count, type
            from prediction_market where id = any (order_markets) order by id for no key update) as m;
  select json_agg(json_build_array(w.user_id::text, w.balance, w.handle, w.name)) into wallets
    from (select a.user_id, a.balance, u.handle, u.name from account a join users u on u.id = a.user_id
           where a.user_id = any (order_users) order by a.id for no key update of a) as w;
  -- `offset 0` keeps each look-up a look-up by index: joined freely, a plan made while the table was small reads all of it.
  return (select json_build_array(mesh_now(), markets, wallets,
    (select json_agg(json_build_array(p.market_id::text, p.user_id::text, p.outcome, p.shares_micro))
       from generate_subscripts(order_users, 1) as k,
            lateral (select market_id, user_id, outcome, shares_micro from position
                      where market_id = order_markets[k] and user_id = order_users[k] offset 0) as p),
    (select json_agg(json_build_array(i.user_id::text, i.key, encode(i.request_hash, 'hex'), i.answer))
       from generate_subscripts(order_users, 1) as k,
            lateral (select user_id, key, request_hash, answer from idempotency_key
                      where user_id = order_users[k] and key = order_keys[k] offset 0) as i)));
end $$;

-- The last trade of a market at or before a moment, by bisection as before; one statement for all steps takes half the time of one for each.
create or replace function seq_at(wanted_market_id bigint, moment timestamptz) returns bigint language sql stable as $$
  with recursive bisection(low, high) as (
    select 0::bigint, seq from prediction_market where id = wanted_market_id
    union all
    select case when is_before then middle else low end, case when is_before then high else middle - 1 end
      from (select low, high, (low + high + 1) / 2 as middle,
                   (select created_at from trade where market_id = wanted_market_id and seq = (low + high + 1) / 2) <= moment as is_before
              from bisection where low < high offset 0) as step)
  select coalesce((select low from bisection where low >= high), 0)
$$;
