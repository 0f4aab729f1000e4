import type {
  AmendBody,
  CorrectBody,
  CreateMarketBody,
  DecideBody,
  DisputeBody,
  IdempotencyKey,
  MarketId,
  Order,
  ResolveMarketBody,
  UserId,
  VerdictBody,
  WithdrawBody,
} from '@mesh-markets/contract';

/** Whose command it is, and the key that makes giving it twice harmless. */
interface Given {
  readonly user: UserId;
  readonly key?: IdempotencyKey | undefined;
}

export type TradeCommand = Given & {
  readonly verb: 'placeTrade';
  readonly market: MarketId;
  readonly order: Order;
};
export type CreateMarketCommand = Given & { readonly verb: 'createMarket'; readonly body: CreateMarketBody };
export type CloseCommand = Given & { readonly verb: 'closeMarket'; readonly market: MarketId };
export type ResolveCommand = Given & {
  readonly verb: 'resolveMarket';
  readonly market: MarketId;
  readonly body: ResolveMarketBody;
};
export interface PreviewCommand {
  readonly verb: 'previewResolution';
  readonly user: UserId;
  readonly market: MarketId;
  readonly body: ResolveMarketBody;
}
export type PostCommand = Given & { readonly verb: 'createPost'; readonly body: string };

type OfMarket<Verb, Body> = Given & { readonly verb: Verb; readonly market: MarketId; readonly body: Body };
export type AmendCommand = OfMarket<'amendProposal', AmendBody>;
export type WithdrawCommand = OfMarket<'withdrawProposal', WithdrawBody>;
export type DisputeCommand = OfMarket<'disputeProposal', DisputeBody>;
export type DecideCommand = OfMarket<'decideDispute', DecideBody>;
export type CorrectCommand = OfMarket<'correctResolution', CorrectBody>;
export interface PreviewCorrectionCommand {
  readonly verb: 'previewCorrection';
  readonly user: UserId;
  readonly market: MarketId;
  readonly body: VerdictBody;
}
export interface OracleCommand {
  readonly verb: 'acceptOracle' | 'declineOracle' | 'stepDownOracle';
  readonly user: UserId;
  readonly market: MarketId;
}

/** What becomes of a proposed or a paid result. */
export type ResultCommand = AmendCommand | WithdrawCommand | DisputeCommand | DecideCommand | CorrectCommand;

/** Commands that may carry a key. */
export type KeyedCommand =
  | TradeCommand
  | CreateMarketCommand
  | CloseCommand
  | ResolveCommand
  | PostCommand
  | ResultCommand;

/** What can be asked of the books. `sellShares` is `placeTrade` with an order to sell. */
export type Command =
  | KeyedCommand
  | PreviewCommand
  | PreviewCorrectionCommand
  | OracleCommand
  | { readonly verb: 'createAccount'; readonly name: string; readonly authUser?: string | undefined }
  | { readonly verb: 'fundHouse'; readonly total: number }
  | { readonly verb: 'quote'; readonly market: MarketId; readonly order: Order }
  | { readonly verb: 'getMarket'; readonly market: MarketId }
  | { readonly verb: 'getWallet'; readonly user: UserId }
  | { readonly verb: 'closeDueMarkets' }
  | { readonly verb: 'finishProposals' }
  /** What that job did to one market; nobody gives it. */
  | { readonly verb: 'payProposal'; readonly market: MarketId };

export type Verb = Command['verb'];

const sortFields = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortFields);
  if (typeof value !== 'object' || value === null) return value;
  const named = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    named.sort(([a], [b]) => a.localeCompare(b)).map(([name, field]) => [name, sortFields(field)]),
  );
};

/** Two commands under one key are the same request exactly when these texts are the same. */
export const requestOf = ({ user: _, key: __, ...request }: KeyedCommand): string =>
  JSON.stringify(sortFields(request));

export const isKeyed = (command: Command): command is KeyedCommand & { key: IdempotencyKey } =>
  'key' in command && command.key !== undefined;

/** Where an answer is kept. */
export const keyOf = (command: Command): string | undefined =>
  isKeyed(command) ? `${command.user}/${command.key}` : undefined;
