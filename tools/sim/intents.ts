import type { Verb as AnyVerb } from './commands.ts';
import type { Draws } from './draws.ts';

/** What anybody may ask for. */
type Verb = Exclude<AnyVerb, 'payProposal'>;

/**
 * What somebody wants, before it is known what the books hold: "buy with everything" rather than an amount. All numbers are 32
 * bits of chance that `chooseCommand` reads; 0 is the plainest choice, so that fast-check shrinks towards it. A seed gives the
 * same intents on every run, whatever order the database served the commands in.
 */
export interface Intent {
  readonly verb: Verb;
  readonly who: number;
  readonly where: number;
  readonly outcome: number;
  readonly amount: number;
  readonly fraction: number;
  readonly bound: number;
  readonly choice: number;
  readonly key: number;
  readonly repeat: number;
}

/** Each as often as its number says. */
const frequencies: Readonly<Record<Verb, number>> = {
  placeTrade: 80,
  quote: 4,
  createMarket: 7,
  closeMarket: 3,
  resolveMarket: 6,
  previewResolution: 2,
  createPost: 2,
  createAccount: 3,
  closeDueMarkets: 2,
  fundHouse: 1,
  getMarket: 4,
  getWallet: 4,
  amendProposal: 3,
  withdrawProposal: 1,
  disputeProposal: 4,
  decideDispute: 5,
  finishProposals: 3,
  correctResolution: 4,
  previewCorrection: 2,
  acceptOracle: 2,
  declineOracle: 1,
  stepDownOracle: 1,
};

export const VERBS: readonly Verb[] = Object.entries(frequencies).flatMap(([verb, times]) =>
  Array.from({ length: times }, () => verb as Verb),
);

export const CHANCES = [
  'who',
  'where',
  'outcome',
  'amount',
  'fraction',
  'bound',
  'choice',
  'key',
  'repeat',
] as const satisfies readonly (keyof Intent)[];

export const drawIntent = (draws: Draws): Intent => {
  const chances = Object.fromEntries(CHANCES.map((name) => [name, draws.next()]));
  return { verb: draws.pick(VERBS), ...chances } as Intent;
};
