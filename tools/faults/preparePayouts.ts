import type { MarketId, UserId } from '@mesh-markets/contract';
import { type Engine, openEngine } from '@mesh-markets/engine';
import { newKey } from '@mesh-markets/engine/testing';
import type { Command, TradeCommand } from '../sim/commands.ts';
import { addMarket, inDays, remember, type Stage } from './stage.ts';

/** What is about to be paid, and to whom. */
export interface Payout {
  readonly market: MarketId;
  readonly people: readonly UserId[];
  readonly command: Command;
}

export const KINDS: readonly string[] = [
  'a correction',
  'a decision about a dispute',
  'the job that pays what is final',
];

/** Little, so that who was paid wrongly and has spent it cannot give it back, nor the house stand in for it without an issue. */
const CREDITS = 300;
/** A proposal that is final at once, for the job. */
const MOMENT_HOURS = 0.05 / 3600;
const reason = 'It was otherwise.';

const buy = async (stage: Stage, user: UserId, market: MarketId, outcome: number, credits: number) => {
  const command: TradeCommand = {
    verb: 'placeTrade',
    user,
    market,
    key: newKey(),
    order: { outcome, credits },
  };
  const { answer } = await stage.engine.placeTrade({
    userId: user,
    marketId: market,
    idempotencyKey: command.key,
    order: { outcome, credits },
  });
  remember(stage, command, answer);
};

/** Makes markets of which each is paid the same to the credit, by an engine of its own that stays out of it. */
export const preparePayouts = async (stage: Stage) => {
  const settings = { signupCredits: CREDITS };
  const atOnce = await openEngine(stage.url, settings);
  const inAnHour = await openEngine(stage.url, { ...settings, disputeHours: 1 });
  const inAMoment = await openEngine(stage.url, { ...settings, disputeHours: MOMENT_HOURS });
  const engines = [atOnce, inAnHour, inAMoment];
  const { userId: judge } = await atOnce.engine.createAccount({ name: 'Judge' });
  await atOnce.engine.setRole({ userId: judge }, 'admin');
  const asker = stage.people[0]!;

  const tradedMarket = async () => {
    const market = await addMarket(stage, { question: 'Will it be paid?', closesAt: inDays(3), b: 50 });
    const [ana, ben] = [
      (await atOnce.engine.createAccount({ name: 'Ana' })).userId,
      (await atOnce.engine.createAccount({ name: 'Ben' })).userId,
    ];
    await buy(stage, ana, market, 0, 100);
    await buy(stage, ben, market, 1, 200);
    await atOnce.engine.closeMarket({ userId: asker, marketId: market, reason });
    return { market, ana, ben };
  };
  const sayNo = ({ engine }: { engine: Engine }, marketId: MarketId) =>
    engine.resolveMarket({ userId: asker, marketId, outcome: 'NO' });

  const corrected = async (): Promise<Payout> => {
    const { market, ana, ben } = await tradedMarket();
    await sayNo(atOnce, market);
    const { balance } = await atOnce.engine.getWallet(ben);
    await buy(stage, ben, stage.markets[0]!, 0, balance);
    const body = { outcome: 'YES', reason } as const;
    const command = { verb: 'correctResolution', user: judge, key: newKey(), market, body } as const;
    return { market, people: [asker, ana, ben], command };
  };
  const decided = async (): Promise<Payout> => {
    const { market, ana, ben } = await tradedMarket();
    await sayNo(inAnHour, market);
    await inAnHour.engine.disputeProposal({ userId: ana, marketId: market, version: 1, reason });
    const body = { decision: 'CHANGE', version: 1, outcome: 'YES', reason } as const;
    const command = { verb: 'decideDispute', user: judge, key: newKey(), market, body } as const;
    return { market, people: [asker, ana, ben], command };
  };
  const final = async (): Promise<Payout> => {
    const { market, ana, ben } = await tradedMarket();
    await sayNo(inAMoment, market);
    const isDue = 'select from resolution_proposal where market_id = $1 and final_at <= mesh_now()';
    while ((await stage.query(isDue, [market])).length === 0);
    return { market, people: [asker, ana, ben], command: { verb: 'finishProposals' } };
  };
  const prepare: Readonly<Record<string, () => Promise<Payout>>> = {
    'a correction': corrected,
    'a decision about a dispute': decided,
    'the job that pays what is final': final,
  };
  const next = (kind: string): Promise<Payout> => prepare[kind]!();
  return Object.assign(next, {
    close: async (): Promise<void> => {
      for (const { close } of engines) await close();
    },
  });
};
