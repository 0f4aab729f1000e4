import { randomBytes } from 'node:crypto';
import { featureNames } from '@mesh-markets/contract';
import { openEngine } from '@mesh-markets/engine';
import { createTestDatabase } from '@mesh-markets/engine/testing';
import { openEngineAt } from '@mesh-markets/engine/time-travel';
import {
  cookieOf,
  type Person,
  password,
  type Sent,
  send,
  signUp,
  startOn,
} from '../../apps/server/tests/fixtures/testServer.ts';
import { type Outside, openOutside } from './outside.ts';

const TWO_DAYS_MS = 2 * 86_400_000;

/** The server of the second half of a run: results wait to be disputed, the house pays subsidies, and there are bounds. */
const SECOND_HALF = {
  DISPUTE_HOURS: '24',
  SUBSIDY_FROM: 'house',
  HOUSE_CREDITS: '1000000000',
  MAX_POSITION_CREDITS: '20000',
  ORACLES_TRADE: 'no',
  LEDGER_CHAIN: '1',
};

/** A database and what a server has around it; the server itself is started anew, with other settings, halfway. */
export const openStage = async () => {
  const outside: Outside = await openOutside();
  const database = await createTestDatabase();
  const books = await openEngine(database.url, { signupCredits: 100_000, offersEmail: true });
  const cronSecret = randomBytes(24).toString('base64url');
  const usual = { MARKET_CRON_SECRET: cronSecret, SIGNUP_CREDITS: '100000', ...outside.settings };
  let server = await startOn(database, usual);
  const { engine } = books;
  const reach = (path: string, sent?: Sent) => send(server.url + path, sent);
  /** An admin of the run's own, whom no request is made as. */
  const keeper = await signUp({ send: reach }, 'Keeper');
  let asKeeper: Person = keeper;
  await engine.grantAdmin({ userId: keeper.me.id });
  /** Other requests may have taken the role, and the session with it. */
  const comeBack = async (): Promise<void> => {
    await engine.grantAdmin({ userId: keeper.me.id });
    const answer = await reach('/api/auth/sign-in/email', { body: { email: keeper.email, password } });
    if (answer.status === 200) asKeeper = { headers: { cookie: cookieOf(answer) } };
  };
  return {
    outside,
    engine,
    keeper,
    cronSecret,
    url: () => server.url,
    send: reach,
    startSecondHalf: async (): Promise<void> => {
      await server.close();
      server = await startOn(database, { ...usual, ...SECOND_HALF });
    },
    /** Turns every switch on again, by the server itself, which so acts on it at once. */
    turnBack: async (): Promise<void> => {
      for (const name of featureNames) {
        const { status, body: answer } = await reach(`/api/admin/flags/${name}`, {
          method: 'PATCH',
          as: asKeeper,
          body: { enabled: true, percentage: 100, allowed: [] },
        });
        if (status === 200) continue;
        await comeBack();
        throw new Error(`a switch stays off: ${JSON.stringify(answer)}`);
      }
    },
    /** Two days later: what was due by then is closed, and paid where nobody said that it is wrong. */
    letTimePass: async (): Promise<void> => {
      const later = await openEngineAt(database.url, new Date(Date.now() + TWO_DAYS_MS));
      try {
        await later.engine.closeDueMarkets();
        await later.engine.finishProposals();
      } finally {
        await later.close();
      }
    },
    close: async (): Promise<void> => {
      await server.close();
      await books.close();
      await database.drop();
      await outside.close();
    },
  };
};

export type Stage = Awaited<ReturnType<typeof openStage>>;
