import type { MarketId, UserId } from '@mesh-markets/contract';
import type { Engine, openPool } from '@mesh-markets/engine';

type Owner = Awaited<ReturnType<typeof openPool>>;

/** Follows as much as anybody may. */
export const FOLLOWER = '2' as UserId;
const RESOLVED = 500;

const VOCABULARY =
  'rain snow harbour ferry election council budget bridge launch rocket league final chess bakery brewery train strike market price rate ' +
  'summer winter river flood museum concert festival school exam bicycle road tunnel tower airport satellite vaccine report survey record ' +
  'goal penalty coach season ticket stadium forest fire storm wind solar panel battery engine design language release version bug review';

/** What a history of trades lacks: words to find, topics, text posts, other authors, markets that are over, and follows. */
export const fillDiscovery = async (owner: Owner, engine: Engine, markets: number): Promise<void> => {
  await owner.query(
    `with words as (select list, cardinality(list) as size from (select string_to_array($1, ' ') as list) as split)
     update post set author_id = 1 + id % 500,
            question = 'Will the ' || list[1 + (id * 7919) % size] || ' ' || list[1 + (id * 104729) % size] || ' of ' || (2025 + id % 20) || ' be ' ||
                       list[1 + (id * 31) % size] || ' number ' || id || '?',
            body = (select string_agg(list[1 + (id * n * 13 + n * n) % size], ' ') from generate_series(1, 60) n)
       from words`,
    [VOCABULARY],
  );
  await owner.query(
    `insert into post (type, author_id, body)
     select 'TEXT', 1 + n % 5000, 'I think the rain of ' || n || ' will tell.' from generate_series(1, $1::int) n`,
    [markets * 5],
  );
  await owner.query(
    `insert into post_topic select distinct id, topic from (
       select id, 'everything' as topic from prediction_market union all
       select id, 'topic-' || (sqrt((id * 7919) % 40000))::int from prediction_market) as named`,
  );
  await owner.query(
    `insert into follow_user (follower_id, followee_id) select $1, n from generate_series(3, 1002) n`,
    [FOLLOWER],
  );
  await owner.query(
    `insert into follow_market (user_id, market_id) select $1, id from prediction_market where id % 2 = 0 limit 5000`,
    [FOLLOWER],
  );
  for (let id = 1; id <= RESOLVED; id += 1) {
    const command = { userId: '1' as UserId, marketId: String(id * 3) as MarketId };
    await engine.closeMarket({ ...command, reason: 'It is known.' });
    await engine.resolveMarket({ ...command, outcome: 'N_A' });
  }
  await owner.query('truncate outbox');
  await owner.query('select warm_markets(array_agg(market_id)) from market_trend');
  await owner.query('vacuum analyze');
};
