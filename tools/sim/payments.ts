import type { MarketId } from '@mesh-markets/contract';
import { openProposal } from './decideResults.ts';
import type { ModelBooks } from './model.ts';
import type { Sent } from './play.ts';
import { Mismatch } from './serialOrder.ts';
import type { World } from './world.ts';

/** What the job paid for one proposal whose time had passed. */
export interface Payment {
  readonly id: number;
  readonly market: MarketId;
  readonly paid: number;
  readonly holders: number;
  readonly returned: number;
  readonly at: Date;
}

const jobsOf = (sent: readonly Sent[]): Sent[] =>
  sent.filter(({ command }) => command.verb === 'finishProposals');

/**
 * What the jobs of a wave paid, as commands of nobody: given when the first job was, answered when the last one was.
 * @throws Mismatch when they say they paid another number
 */
export const readPayments = async (
  world: World,
  after: number,
  sent: readonly Sent[],
): Promise<{ payments: Sent[]; last: number }> => {
  const rows = await world.query<Payment>(
    `select r.id, r.market_id::text as market, r.paid, r.holders_paid as holders, r.returned, r.created_at as at
       from resolution_log r join resolution_proposal p on p.id = r.proposal_id where p.ended_how = 'FINAL' and r.id > $1 order by r.id`,
    [after],
  );
  const jobs = jobsOf(sent);
  const told = jobs.reduce(
    (sum, { outcome }) => sum + (outcome as { answer: { paid: number } }).answer.paid,
    0,
  );
  if (told !== rows.length)
    throw new Mismatch(`the jobs say they paid ${told} proposals, ${rows.length} are`);
  const payments = rows.map(
    (answer): Sent => ({
      server: 0,
      command: { verb: 'payProposal', market: answer.market },
      given: Math.min(...jobs.map(({ given }) => given)),
      answered: Math.max(...jobs.map(({ answered }) => answered)),
      outcome: { kind: 'answered', answer, replayed: false },
    }),
  );
  return { payments, last: rows.at(-1)?.id ?? after };
};

/** @throws Mismatch when a job left what was final before the wave */
export const checkNothingLeft = (books: ModelBooks, sent: readonly Sent[], began: number): void => {
  if (jobsOf(sent).length === 0) return;
  for (const market of books.markets.values()) {
    const open = openProposal(market);
    if (open !== undefined && open.disputes.size === 0 && open.finalAt < began)
      throw new Mismatch(`the result of market ${market.id} is final and the job left it unpaid`);
  }
};
