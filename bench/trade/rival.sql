-- What the trade path is measured against: the same product on plain tables, the way it is usually built. No triggers derive
-- anything here; the writer writes every figure. Same keys, indexes and checks as the product's tables, same durable work per
-- trade: a trade, a double-entry transfer, two balances, a position, the pool, an idempotency key with its answer.
create schema rival;
create table rival.users (id bigint primary key, name text not null);
create table rival.account (
  id bigint generated always as identity primary key, user_id bigint unique references rival.users, market_id bigint unique,
  balance bigint not null check (balance >= 0)
) with (fillfactor = 60);
create table rival.market (
  id bigint primary key, state text not null default 'OPEN', b double precision not null, closes_at timestamptz not null,
  seq bigint not null default 0, volume bigint not null default 0
) with (fillfactor = 60);
create table rival.outcome (
  market_id bigint not null references rival.market, idx smallint not null, shares_micro bigint not null default 0 check (shares_micro >= 0),
  primary key (market_id, idx)
) with (fillfactor = 60);
create table rival.trade (
  market_id bigint not null references rival.market, seq bigint not null, user_id bigint not null references rival.users, outcome smallint not null,
  shares_micro bigint not null check (shares_micro > 0), credits bigint not null check (credits > 0), price double precision not null,
  created_at timestamptz not null, primary key (market_id, seq)
);
create index on rival.trade (market_id, user_id);
create table rival.transfer (
  id bigint generated always as identity primary key, debit_account_id bigint not null references rival.account,
  credit_account_id bigint not null references rival.account, amount bigint not null check (amount > 0), market_id bigint not null,
  trade_seq bigint not null, created_at timestamptz not null
);
create index on rival.transfer (debit_account_id, id);
create index on rival.transfer (credit_account_id, id);
create table rival.position (
  market_id bigint not null references rival.market, user_id bigint not null references rival.users, outcome smallint not null,
  shares_micro bigint not null check (shares_micro >= 0), paid bigint not null, primary key (market_id, user_id, outcome)
) with (fillfactor = 70);
create index on rival.position (user_id, market_id);
create table rival.idempotency_key (user_id bigint not null, key uuid not null, answer text not null, primary key (user_id, key));

-- The floor: one call does it all. Codes: 0 filled, 402 no money, 404 no market, 409 closed.
create function rival.place_trade(p_user bigint, p_market bigint, p_outcome smallint, p_credits bigint, p_key uuid,
  out code int, out seq bigint, out shares_micro bigint, out price double precision) language plpgsql as $$
declare v_account bigint; v_escrow bigint; v_balance bigint; m record; z float8; s float8; v_now timestamptz;
begin
  select r.b, r.state, r.closes_at, r.seq into m from rival.market r where r.id = p_market for no key update;
  if not found then code := 404; return; end if;
  select a.id, a.balance into v_account, v_balance from rival.account a where a.user_id = p_user for no key update;
  v_now := clock_timestamp();
  if m.state <> 'OPEN' or v_now >= m.closes_at then code := 409; return; end if;
  if v_balance is null or v_balance < p_credits then code := 402; return; end if;
  select sum(exp((o.shares_micro - mine.shares_micro) / 1e6 / m.b)) into z
    from rival.outcome o, rival.outcome mine where o.market_id = p_market and mine.market_id = p_market and mine.idx = p_outcome;
  s := m.b * ln((exp(p_credits / m.b) - 1) * z + 1);
  shares_micro := floor(s * 1e6); price := exp(s / m.b) / (z - 1 + exp(s / m.b)); seq := m.seq + 1; code := 0;
  select e.id into v_escrow from rival.account e where e.market_id = p_market;
  insert into rival.trade values (p_market, seq, p_user, p_outcome, shares_micro, p_credits, price, v_now);
  insert into rival.transfer (debit_account_id, credit_account_id, amount, market_id, trade_seq, created_at)
  values (v_account, v_escrow, p_credits, p_market, seq, v_now);
  update rival.account a set balance = a.balance - p_credits where a.id = v_account;
  update rival.account a set balance = a.balance + p_credits where a.id = v_escrow;
  update rival.outcome o set shares_micro = o.shares_micro + place_trade.shares_micro where o.market_id = p_market and o.idx = p_outcome;
  update rival.market r set seq = r.seq + 1, volume = r.volume + p_credits where r.id = p_market;
  insert into rival.position as p values (p_market, p_user, p_outcome, place_trade.shares_micro, p_credits)
    on conflict (market_id, user_id, outcome) do update set shares_micro = p.shares_micro + excluded.shares_micro, paid = p.paid + excluded.paid;
  insert into rival.idempotency_key values (p_user, p_key, json_build_object('seq', seq, 'shares', shares_micro, 'price', price)::text);
end $$;
