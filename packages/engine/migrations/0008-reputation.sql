-- What people's trades came to: what they paid for what they hold, what they made of what they no longer hold, and how often they were
-- right. Derived from the logs, in their order, by the projector (src/reputation); exact, and remade from the logs at any time.

-- Whether it is a program that trades. Leaderboards leave programs out unless they are asked for.
alter table users add column is_bot boolean not null default false;

-- How far each market's log has been followed. A fact that comes twice, late or not at all changes nothing by that.
create table market_projection (
  market_id bigint primary key,
  -- Number of the last trade that is in the figures below.
  seq bigint not null default 0 check (seq >= 0),
  -- Whether its payouts are in them.
  resolved boolean not null default false,
  -- Whether they have traded in the market that they decide, and how much.
  creator_traded boolean not null default false,
  oracle_traded boolean not null default false,
  own_volume bigint not null default 0 check (own_volume >= 0)
) with (fillfactor = 70);

-- A position as of its market's place above: what the shares still held cost, and what was made of the others.
create table position_basis (
  market_id bigint not null,
  user_id bigint not null,
  outcome smallint not null,
  shares_micro bigint not null check (shares_micro >= 0),
  basis bigint not null check (basis >= 0),
  realised bigint not null,
  primary key (market_id, user_id, outcome)
) with (fillfactor = 70);

-- What a person made and traded in a day, week (from Monday), month (of the calendar), all by UTC, and since they came. What they did in markets
-- that they decide themselves stands apart.
create table profit_period (
  user_id bigint not null,
  period text not null check (period in ('DAY', 'WEEK', 'MONTH', 'ALL')),
  starts date not null,
  realised bigint not null default 0,
  volume bigint not null default 0,
  trades bigint not null default 0,
  own_realised bigint not null default 0,
  own_volume bigint not null default 0,
  own_trades bigint not null default 0,
  primary key (user_id, period, starts)
) with (fillfactor = 70);
create index profit_period_board on profit_period (period, starts) where period <> 'DAY';

-- How a person came out of a resolved market, and how their purchases there compare with what happened: the sum of
-- (probability after the purchase - happened)² in millionths. A split or void market happened to nobody: no purchase counts.
create table market_result (
  user_id bigint not null,
  market_id bigint not null,
  own_market boolean not null,
  void boolean not null,
  profit bigint not null,
  purchases bigint not null check (purchases >= 0),
  brier_micro bigint not null check (brier_micro >= 0),
  primary key (user_id, market_id)
);
create index market_result_market on market_result (market_id);

-- The sums of the above. Each market counts once in the score, however often somebody bought there; own markets stand apart.
create table result_total (
  user_id bigint primary key,
  markets bigint not null default 0,
  won bigint not null default 0,
  scored bigint not null default 0,
  purchases bigint not null default 0,
  score_micro bigint not null default 0,
  own_markets bigint not null default 0,
  own_won bigint not null default 0,
  own_scored bigint not null default 0,
  own_purchases bigint not null default 0,
  own_score_micro bigint not null default 0
) with (fillfactor = 70);

-- Purchases in resolved markets by tenths of the probability they were made at.
create table forecast_bin (
  user_id bigint not null,
  own_market boolean not null,
  bin smallint not null check (bin between 0 and 9),
  purchases bigint not null,
  probability_micro bigint not null,
  happened bigint not null,
  primary key (user_id, own_market, bin)
) with (fillfactor = 70);

-- Asks the projector to follow markets up to where they are: those named, or every one. For books that are older than these figures,
-- for figures that are to be made again, and for what is too much to follow at once.
create function note_statistics_due(wanted bigint[]) returns bigint
language sql security definer set search_path = public as $$
  with noted as (
    insert into outbox (kind, market_id, created_at)
    select 'STATISTICS_DUE', id, mesh_now() from prediction_market
     where case when wanted is null then seq > 0 or state = 'RESOLVED' else id = any (wanted) end order by id
    returning id)
  select count(*) from noted
$$;
select note_statistics_due(null);

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant update (is_bot) on users to mesh_markets_app;
  grant select, insert, update, delete, truncate
     on market_projection, position_basis, profit_period, market_result, result_total, forecast_bin to mesh_markets_app;
end $$;
