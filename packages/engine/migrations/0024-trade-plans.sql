-- What the trade path looks up, so that a plan made while the tables were empty, and kept in a connection for long, never walks through what grows.

-- The time of a market whose lock is held, as before. Nothing but the primary key gives trades in this order: by "= and =" such a plan may read
-- all trades of a market.
create or replace function market_clock(wanted_market_id bigint) returns timestamptz language plpgsql volatile security definer set search_path = public as $$
begin
  return (select greatest(mesh_now(), case when m.seq = 0 then m.created_at else (select created_at from trade where (market_id, seq) >= (m.id, m.seq) order by market_id, seq limit 1) end)
            from prediction_market m where m.id = wanted_market_id);
end $$;

-- The same for the clocks of a batch. And the wallets by their ids: asked for by their owners and put in order, they invite such a plan to walk
-- through all accounts in the order of their ids, for every batch. Whose wallet it is never changes, so the ids may be read before the lock.
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
           where a.id = any (array(select id from account where user_id = any (order_users))) order by a.id for no key update of a) as w;
  -- `offset 0` keeps each look-up a look-up by index: joined freely, a plan made while the table was small reads all of it.
  return (select json_build_array(mesh_now(), markets, wallets,
    -- The times that the clocks of the markets may not fall behind. This statement sees what was committed before the locks were had.
    (select json_agg(json_build_array(wanted.id::text,
              (select case when m.seq = 0 then m.created_at
                      else (select created_at from trade where (market_id, seq) >= (m.id, m.seq) order by market_id, seq limit 1) end
                 from prediction_market m where m.id = wanted.id)))
       from (select distinct unnest(order_markets) as id offset 0) as wanted),
    (select json_agg(json_build_array(p.market_id::text, p.user_id::text, p.outcome, p.shares_micro, p.paid - p.received))
       from generate_subscripts(order_users, 1) as k,
            lateral (select market_id, user_id, outcome, shares_micro, paid, received from position
                      where market_id = order_markets[k] and user_id = order_users[k] offset 0) as p),
    (select json_agg(json_build_array(i.user_id::text, i.key, encode(i.request_hash, 'hex'), i.answer))
       from generate_subscripts(order_users, 1) as k,
            lateral (select user_id, key, request_hash, answer from idempotency_key
                      where user_id = order_users[k] and key = order_keys[k] offset 0) as i)));
end $$;
