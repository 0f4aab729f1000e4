import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Engine, migrate, openEngine, openPool } from '@mesh-markets/engine';
import { startEmbeddedPostgres } from '@mesh-markets/engine/embedded-postgres';

export const PEOPLE = 10_000;
export const MARKETS = 1_000;
const CREDITS = 10_000_000;
const SUBSIDY = 694;
const CONNECTIONS = 10;

type Pool = Awaited<ReturnType<typeof openPool>>;

export interface Fixture {
  readonly engine: Engine;
  /** For the rivals: as many connections as the product has. */
  readonly pool: Pool;
  readonly owner: Pool;
  readonly url: string;
  readonly postgresPid: number;
  readonly close: () => Promise<void>;
}

/** The product's books, filled set-based through the same triggers that every trade goes through. */
const fillBooks = async (owner: Pool, people: number, markets: number): Promise<void> => {
  await owner.query(
    `insert into users (handle, name) select 'person_' || n, 'Person ' || n from generate_series(1, ${people}) n`,
  );
  await owner.query(`insert into account (kind, user_id) select 'wallet', id from users order by id`);
  await owner.query(
    `insert into transfer (debit_account_id, credit_account_id, amount, kind)
     select issuer.id, a.id, case a.kind when 'house' then ${SUBSIDY * markets * 2} else ${CREDITS} end,
            case a.kind when 'house' then 'HOUSE_FUNDING' else 'SIGNUP_GRANT' end
       from account issuer, account a where issuer.kind = 'issuer' and a.kind in ('wallet', 'house')`,
  );
  await owner.query(
    `begin;
     insert into post (type, author_id, body, question, labels)
     select 'PREDICTION', 1, '', 'Question ' || n || '?', '{YES,NO}' from generate_series(1, ${markets}) n;
     insert into prediction_market (id, type, creator_id, b, phantom_micro, shares_micro, subsidy, subsidy_from, closes_at)
     select id, 'BINARY', 1, 1000, '{0,0}', '{0,0}', ${SUBSIDY}, 'HOUSE', mesh_now() + interval '30 days' from post;
     insert into account (kind, market_id) select 'escrow', id from prediction_market;
     insert into transfer (debit_account_id, credit_account_id, amount, kind, market_id)
     select house.id, e.id, ${SUBSIDY}, 'SUBSIDY', e.market_id from account house, account e where house.kind = 'house' and e.kind = 'escrow';
     commit`,
  );
};

/** The same people and markets on the rival's plain tables. */
const fillRival = async (owner: Pool): Promise<void> => {
  await owner.query(readFileSync(path.join(import.meta.dirname, 'rival.sql'), 'utf8'));
  await owner.query(`insert into rival.users select id, name from users`);
  await owner.query(
    `insert into rival.account (user_id, balance) select id, ${CREDITS} from users order by id`,
  );
  await owner.query(
    `insert into rival.market (id, b, closes_at) select id, b, closes_at from prediction_market`,
  );
  await owner.query(`insert into rival.outcome select id, n from prediction_market, generate_series(0, 1) n`);
  await owner.query(
    `insert into rival.account (market_id, balance) select id, ${SUBSIDY} from prediction_market order by id`,
  );
};

export interface FixtureSize {
  readonly people?: number;
  readonly markets?: number;
  /** Whether the rival's tables are made and filled too. */
  readonly rival?: boolean;
}

/** A database of its own with everything a bank would insist on: fsync on, commits synchronous. */
export const openFixture = async ({
  people = PEOPLE,
  markets = MARKETS,
  rival = true,
}: FixtureSize = {}): Promise<Fixture> => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'mesh-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir, flags: ['fsync=on', 'synchronous_commit=on'] });
  const owner = await openPool(postgres.url, { max: 2 });
  await migrate(owner);
  await fillBooks(owner, people, markets);
  if (rival) await fillRival(owner);
  await owner.query('vacuum analyze');
  const { engine, close } = await openEngine(postgres.url);
  const pool = await openPool(postgres.url, { max: CONNECTIONS });
  return {
    engine,
    pool,
    owner,
    url: postgres.url,
    postgresPid: postgres.pid,
    close: async () => {
      await close();
      await pool.end();
      await owner.end();
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
