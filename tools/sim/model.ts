import type { MarketId, UserId } from '@mesh-markets/contract';
import { type CurveState, lmsr } from '@mesh-markets/market-maker';
import type { Command, KeyedCommand } from './commands.ts';
import { keyOf, requestOf } from './commands.ts';
import { applyCorrection, type CorrectionSums } from './corrections.ts';

/*
 * The books in integers and plain maps: what the engine and its database must be equal to. Nothing here knows of SQL, locks
 * or batches; one command follows another. `decide.ts` says what a command does, this file what the books are and how
 * they move, `laws.ts` what must always hold.
 */

export interface ModelPosition {
  shares: number;
  bought: number;
  paid: number;
  received: number;
}

/** A row of a market's log. Shares are micro-shares; both figures are negative for a sale. */
export interface LoggedTrade {
  readonly user: UserId;
  readonly outcome: number;
  readonly shares: number;
  readonly credits: number;
  /** The trader named the shares and the credits followed; otherwise the other way round. */
  readonly byShares: boolean;
}

/** In basis points by outcome; undefined for a void. */
export type Weights = readonly number[] | undefined;

/** What a correction moved. */
export interface Correction {
  readonly paid: number;
  readonly taken: number;
  readonly missing: number;
  /** By the house; below 0 what it got back. */
  readonly covered: number;
  /** To the house, which had less. */
  readonly issued: number;
}

export interface Resolution {
  readonly kind: 'OUTCOME' | 'WEIGHTED' | 'N_A';
  readonly weights: Weights;
  readonly paid: number;
  readonly holders: number;
  readonly returned: number;
  /** Absent for the first, which was paid from the escrow. */
  readonly correction?: Correction;
}

/** One version of what somebody says the result is. */
export interface Proposal {
  readonly version: number;
  readonly by: UserId;
  readonly as: 'CREATOR' | 'ORACLE' | 'MODERATOR' | 'ADMIN';
  readonly kind: Resolution['kind'];
  readonly weights: Weights;
  /** Milliseconds of the database's clock. */
  readonly finalAt: number;
  readonly disputes: Set<UserId>;
  ended: 'FINAL' | 'AMENDED' | 'WITHDRAWN' | 'UPHELD' | 'CHANGED' | 'VOIDED' | undefined;
}

export interface ModelMarket {
  readonly id: MarketId;
  readonly type: 'BINARY' | 'MULTIPLE';
  readonly creator: UserId;
  /** Has accepted. */
  oracle: UserId | undefined;
  /** Was asked, and has not answered. */
  asked: UserId | undefined;
  readonly b: number;
  readonly phantom: readonly number[];
  readonly subsidy: number;
  readonly subsidyFrom: 'CREATOR' | 'HOUSE';
  /** Milliseconds of the database's clock. */
  readonly closesAt: number;
  readonly pools: number[];
  readonly log: LoggedTrade[];
  /** By `user/outcome`. */
  readonly positions: Map<string, ModelPosition>;
  readonly traders: Set<UserId>;
  escrow: number;
  volume: number;
  version: number;
  state: 'OPEN' | 'CLOSED' | 'RESOLVED';
  /** When somebody closed it before its time. */
  closedAt: number | undefined;
  /** Who answered what about being the oracle, last. */
  oracleSaid: string | undefined;
  /** What was done to it beside trades, its closing and its resolution. */
  touches: number;
  readonly proposals: Proposal[];
  /** The first, and its corrections. */
  readonly resolutions: Resolution[];
  /** What the escrow held when it was paid. */
  escrowBefore: number;
  /** What everybody has had of it, after every correction, and whoever paid the subsidy. */
  readonly had: Map<UserId, number>;
  hadReturn: number;
  /** What the house stands in for. */
  covered: number;
}

export interface StoredAnswer {
  readonly request: string;
  readonly figures: Figures;
  /** When it was stored at the latest. */
  readonly at: number;
}

/** The numbers of an answer, in a shape that the engine's answer can be brought into as well. */
export type Figures = Readonly<Record<string, number | string | boolean | readonly number[] | undefined>>;

export interface ModelSettings {
  readonly signupCredits: number;
  readonly subsidyFrom: 'CREATOR' | 'HOUSE';
  readonly creatorsTrade: boolean;
  readonly oraclesTrade: boolean;
  readonly disputeHours: number;
  readonly abandonedAfterDays: number;
}

export interface ModelBooks {
  readonly settings: ModelSettings;
  readonly admins: Set<UserId>;
  readonly moderators: Set<UserId>;
  readonly wallets: Map<UserId, number>;
  /** Accounts by the auth library's user. */
  readonly authUsers: Map<string, UserId>;
  readonly markets: Map<MarketId, ModelMarket>;
  /** By `user/key`. */
  readonly answers: Map<string, StoredAnswer>;
  issuer: number;
  house: number;
  /** Credits ever issued to the house by its operator, and for what could not be taken back. */
  funded: number;
  issuedForCorrections: number;
}

/** What a command will do to the books; made by `decide`, carried out by `apply`. */
export type Change =
  | { readonly what: 'account'; readonly authUser: string | undefined }
  | { readonly what: 'funding'; readonly issued: number }
  | { readonly what: 'market'; readonly market: Omit<ModelMarket, 'id'> }
  | { readonly what: 'trade'; readonly market: ModelMarket; readonly trade: LoggedTrade }
  | { readonly what: 'closing'; readonly market: ModelMarket; readonly at: number }
  | { readonly what: 'proposal'; readonly market: ModelMarket; readonly proposal: Proposal }
  | { readonly what: 'withdrawal'; readonly market: ModelMarket; readonly proposal: Proposal }
  | {
      readonly what: 'dispute';
      readonly market: ModelMarket;
      readonly proposal: Proposal;
      readonly user: UserId;
    }
  | { readonly what: 'correction'; readonly market: ModelMarket; readonly sums: CorrectionSums }
  | {
      readonly what: 'oracle';
      readonly market: ModelMarket;
      readonly user: UserId;
      readonly answer: 'ACCEPTED' | 'DECLINED' | 'STEPPED_DOWN';
    }
  | {
      readonly what: 'resolution';
      readonly market: ModelMarket;
      readonly resolution: Resolution;
      readonly payouts: readonly (readonly [UserId, number])[];
      /** How the proposal ended that it follows from. */
      readonly ends?: Proposal['ended'];
    }
  | { readonly what: 'nothing' };

export const createBooks = (settings: ModelSettings): ModelBooks => ({
  settings,
  admins: new Set(),
  moderators: new Set(),
  wallets: new Map(),
  authUsers: new Map(),
  markets: new Map(),
  answers: new Map(),
  issuer: 0,
  house: 0,
  funded: 0,
  issuedForCorrections: 0,
});

/** Phantom and owned shares together: the market as its curve sees it. */
export const curveOf = ({ b, phantom, pools }: Pick<ModelMarket, 'b' | 'phantom' | 'pools'>): CurveState => ({
  liquidity: b,
  sharesMicro: pools.map((owned, outcome) => owned + phantom[outcome]!),
});

export const pricesOf = (market: Pick<ModelMarket, 'b' | 'phantom' | 'pools'>): number[] =>
  lmsr.prices(curveOf(market));

export const heldBy = (market: ModelMarket, user: UserId, outcome: number): number =>
  market.positions.get(`${user}/${outcome}`)?.shares ?? 0;

const credit = (books: ModelBooks, user: UserId, amount: number): void => {
  books.wallets.set(user, books.wallets.get(user)! + amount);
};

const applyTrade = (books: ModelBooks, market: ModelMarket, trade: LoggedTrade): void => {
  const { user, outcome, shares, credits } = trade;
  const held = market.positions.get(`${user}/${outcome}`) ?? { shares: 0, bought: 0, paid: 0, received: 0 };
  market.positions.set(`${user}/${outcome}`, {
    shares: held.shares + shares,
    bought: held.bought + Math.max(0, shares),
    paid: held.paid + Math.max(0, credits),
    received: held.received + Math.max(0, -credits),
  });
  market.pools[outcome]! += shares;
  market.log.push(trade);
  market.traders.add(user);
  market.escrow += credits;
  market.volume += Math.abs(credits);
  market.version += 1;
  credit(books, user, -credits);
};

const paySubsidy = (books: ModelBooks, market: Omit<ModelMarket, 'id'>, amount: number): void => {
  if (market.subsidyFrom === 'HOUSE') books.house += amount;
  else credit(books, market.creator, amount);
};

export const applyClosing = (market: ModelMarket): void => {
  market.state = 'CLOSED';
  market.version += 1;
};

const endOpen = (market: ModelMarket, how: Proposal['ended']): void => {
  const open = market.proposals.find(({ ended }) => ended === undefined);
  if (open !== undefined) open.ended = how;
};

const applyResolution = (books: ModelBooks, change: Change & { what: 'resolution' }): void => {
  const { market, payouts, resolution, ends } = change;
  if (market.state === 'OPEN') applyClosing(market);
  endOpen(market, ends);
  market.escrowBefore = market.escrow;
  for (const [user, amount] of payouts) {
    credit(books, user, amount);
    market.had.set(user, amount);
  }
  paySubsidy(books, market, resolution.returned);
  market.hadReturn = resolution.returned;
  market.escrow -= resolution.paid + resolution.returned;
  market.state = 'RESOLVED';
  market.version += 1;
  market.resolutions.push(resolution);
};

const touch = (market: ModelMarket): void => {
  market.version += 1;
  market.touches += 1;
};

/** A proposal of a market whose time has passed closes it on the way; one that is open ends as amended. */
const applyProposal = (market: ModelMarket, proposal: Proposal): void => {
  if (market.state === 'OPEN') applyClosing(market);
  endOpen(market, 'AMENDED');
  market.proposals.push(proposal);
  touch(market);
};

const applyOracle = ({ market, user, answer }: Change & { what: 'oracle' }): void => {
  market.asked = undefined;
  market.oracle = answer === 'ACCEPTED' ? user : undefined;
  market.oracleSaid = `${user} ${answer}`;
};

const applyAccount = (books: ModelBooks, authUser: string | undefined, user: UserId): void => {
  books.wallets.set(user, books.settings.signupCredits);
  books.issuer -= books.settings.signupCredits;
  if (authUser !== undefined) books.authUsers.set(authUser, user);
};

/** Carries out a change. `id` names the account or market that it makes. */
export const applyChange = (books: ModelBooks, change: Change, id: string): void => {
  switch (change.what) {
    case 'account':
      applyAccount(books, change.authUser, id as UserId);
      return;
    case 'funding':
      books.issuer -= change.issued;
      books.house += change.issued;
      books.funded += change.issued;
      return;
    case 'market':
      paySubsidy(books, change.market, -change.market.subsidy);
      books.markets.set(id as MarketId, { ...change.market, id: id as MarketId });
      return;
    case 'trade':
      applyTrade(books, change.market, change.trade);
      return;
    case 'closing':
      applyClosing(change.market);
      change.market.closedAt = change.at;
      return;
    case 'proposal':
      applyProposal(change.market, change.proposal);
      return;
    case 'withdrawal':
      change.proposal.ended = 'WITHDRAWN';
      touch(change.market);
      return;
    case 'dispute':
      change.proposal.disputes.add(change.user);
      touch(change.market);
      return;
    case 'correction':
      applyCorrection(books, change.market, change.sums);
      return;
    case 'oracle':
      applyOracle(change);
      return;
    case 'resolution':
      applyResolution(books, change);
      return;
    case 'nothing':
      return;
  }
};

/** Keeps the answer of a command that carries a key. */
export const storeAnswer = (books: ModelBooks, command: Command, figures: Figures, at: number): void => {
  const key = keyOf(command);
  if (key === undefined) return;
  if (books.answers.has(key)) throw new Error(`the key ${key} has an answer already`);
  books.answers.set(key, { request: requestOf(command as KeyedCommand), figures, at });
};

/** Forgets answers stored before a moment. */
export const expireAnswers = (books: ModelBooks, before: number): number => {
  const expired = [...books.answers].filter(([, answer]) => answer.at < before);
  for (const [key] of expired) books.answers.delete(key);
  return expired.length;
};
