-- Finding things: topics, whom and what people follow, search over words, and what is traded now.

-- ---------------------------------------------------------------- topics

-- Written with the post and never changed. Names come normalised (contract: Topic), so that one subject is one topic.
create table post_topic (
  post_id bigint not null references post (id),
  topic text not null check (char_length(topic) between 1 and 30 and topic !~ '[[:space:]#/A-Z]'),
  primary key (post_id, topic)
);
-- A topic's posts, newest first.
create index post_topic_newest on post_topic (topic, post_id);

-- How many posts carry a topic, for lists of topics. Its rows are locked last of all, in the order of their names.
create table topic (
  name text primary key,
  posts bigint not null
);
create index topic_posts on topic (posts desc, name);
-- For names that begin with what somebody types.
create index topic_prefix on topic (name text_pattern_ops);

create function count_topics() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into topic as t (name, posts) select topic, count(*) from fresh group by topic order by topic
  on conflict (name) do update set posts = t.posts + excluded.posts;
  if exists (select from post_topic where post_id in (select post_id from fresh) group by post_id having count(*) > 5) then
    raise exception 'a post has at most five topics' using errcode = 'check_violation';
  end if;
  return null;
end $$;
create trigger count_topics after insert on post_topic
  referencing new table as fresh for each statement execute function count_topics();
create trigger append_only before update or delete on post_topic
  for each statement execute function refuse_change('the topics of a post are fixed');

-- ---------------------------------------------------------------- following

create table follow_user (
  follower_id bigint not null references users (id),
  followee_id bigint not null references users (id),
  created_at timestamptz not null default mesh_now(),
  primary key (follower_id, followee_id),
  check (follower_id <> followee_id)
);
-- Who follows somebody, latest first.
create index follow_user_followee on follow_user (followee_id, created_at, follower_id);
create index follow_user_follower on follow_user (follower_id, created_at, followee_id);

create table follow_market (
  user_id bigint not null references users (id),
  market_id bigint not null references prediction_market (id),
  created_at timestamptz not null default mesh_now(),
  primary key (user_id, market_id)
);
create index follow_market_market on follow_market (market_id);

-- FOLLOWED: user_id follows subject_id from now on.
create function note_follow() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into outbox (kind, user_id, subject_id, created_at)
  values ('FOLLOWED', new.follower_id, new.followee_id, new.created_at);
  return null;
end $$;
create trigger note_follow after insert on follow_user for each row execute function note_follow();

-- ---------------------------------------------------------------- search

-- Text as search sees it, the same for what is searched and for what is asked: without case, accents and punctuation, so that nothing is
-- read as an address, a number with a sign or an operator. Scripts that write words without spaces between them are cut into their
-- characters; who searches for several of those means them side by side.
create function search_text(given text) returns text
language sql immutable parallel safe as $$
  select regexp_replace(regexp_replace(
    lower(normalize(regexp_replace(normalize(given, nfkd), '[\u0300-\u036f]', '', 'g'), nfkc)),
    '[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]', ' \& ', 'g'),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g')
$$;

-- A question counts most, then the labels of its outcomes, then its description; the text of a post counts as its question.
create function post_words(type text, question text, labels text[], body text) returns tsvector
language sql immutable parallel safe as $$
  select case type when 'TEXT' then setweight(to_tsvector('pg_catalog.simple', search_text(body)), 'A')
    else setweight(to_tsvector('pg_catalog.simple', search_text(question)), 'A')
      || setweight(to_tsvector('pg_catalog.simple', search_text(array_to_string(labels, ' '))), 'B')
      || setweight(to_tsvector('pg_catalog.simple', search_text(body)), 'D')
  end
$$;
alter table post add column words tsvector generated always as (post_words(type, question, labels, body)) stored;
create index post_words_found on post using gin (words);

-- ---------------------------------------------------------------- trending

-- How much a market is traded now: the credits of its trades, each fading by half in about 17 hours (by e in a day), added up. Kept as the
-- logarithm of what the sum would be had nothing faded since 2025, so time passing changes no row and no order, and a trade only ever
-- raises its market. `seq` is how far the log is counted in: a fact that comes late or twice counts once.
create table market_trend (
  market_id bigint primary key references prediction_market (id),
  heat double precision not null,
  seq bigint not null default 0
) with (fillfactor = 80);
create index market_trend_heat on market_trend (heat desc, market_id desc);

create function heat_of(credits double precision, at timestamptz) returns double precision
language sql stable parallel safe as $$
  select ln(credits) + (extract(epoch from at) - 1735689600)::double precision / 86400
$$;
-- ln(e^a + e^b), without leaving the range of a double.
create function heat_sum(a double precision, b double precision) returns double precision
language sql immutable parallel safe as $$
  select greatest(a, b) + ln(1 + exp(-least(abs(a - b), 700)))
$$;

-- A new question stands among the traded ones as if ten credits had been.
create function begin_trend() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into market_trend (market_id, heat) values (new.id, heat_of(10, new.created_at));
  return null;
end $$;
create trigger begin_trend after insert on prediction_market for each row execute function begin_trend();

-- Counts in what the logs of these markets have gained. A market that somebody else counts on meanwhile is left to them.
create function warm_markets(warmed_ids bigint[]) returns void
language sql set search_path = public as $$
  with fresh as (
    select t.market_id, t.seq, counted.seq as since, abs(t.credits) as credits, t.created_at,
           max(t.created_at) over (partition by t.market_id) as latest
      from market_trend counted,
           lateral (select * from trade where trade.market_id = counted.market_id and trade.seq > counted.seq offset 0) as t
     where counted.market_id = any (warmed_ids)),
  gained as (
    select market_id, since, max(seq) as seq,
           heat_of(sum(credits * exp(greatest(extract(epoch from created_at - latest)::double precision / 86400, -700))), max(latest)) as heat
      from fresh group by market_id, since)
  update market_trend trend set heat = heat_sum(trend.heat, gained.heat), seq = gained.seq
    from gained where gained.market_id = trend.market_id and gained.since = trend.seq
$$;

insert into market_trend (market_id, heat) select id, heat_of(10, created_at) from prediction_market;
select warm_markets(array_agg(market_id)) from market_trend;

do $$
begin
  if not exists (select from pg_roles where rolname = 'mesh_markets_app') then
    return;
  end if;
  grant select on post_topic, topic, follow_user, follow_market, market_trend to mesh_markets_app;
  grant insert on post_topic to mesh_markets_app;
  grant insert, delete on follow_user, follow_market to mesh_markets_app;
  grant update (heat, seq) on market_trend to mesh_markets_app;
end $$;
