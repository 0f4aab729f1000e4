import type {
  AmendBody,
  CorrectBody,
  CorrectionPreview,
  DecideBody,
  DisputeBody,
  DisputeCase,
  Market,
  MarketId,
  ResolutionHistory,
  UserId,
  VerdictBody,
  WithdrawBody,
} from '@mesh-markets/contract';
import type { Command, Written } from '../api.ts';
import type { Gate } from '../createEngine.ts';
import type { Switchboard } from '../flags/switchboard.ts';
import type { Slice, SliceOptions } from '../slice.ts';
import { amendProposal, withdrawProposal } from './amendProposal.ts';
import { correctResolution } from './correctResolution.ts';
import { decideAsOperator } from './decideAsOperator.ts';
import { type Decision, decideDispute } from './decideDispute.ts';
import { disputeProposal } from './disputeProposal.ts';
import { finishProposals } from './finishProposals.ts';
import { listDisputes } from './listDisputes.ts';
import { previewCorrection } from './previewCorrection.ts';
import { getResolutionHistory } from './readHistory.ts';

type OfMarket<Body> = Command & { readonly marketId: MarketId } & Body;

/** What becomes of a result after somebody has said it. */
export interface ResolutionVerbs {
  readonly getResolutionHistory: (id: MarketId) => Promise<ResolutionHistory>;
  readonly listDisputes: (userId: UserId) => Promise<{ cases: DisputeCase[] }>;
  readonly disputeProposal: (command: OfMarket<DisputeBody>) => Promise<Written<Market>>;
  readonly amendProposal: (command: OfMarket<AmendBody>) => Promise<Written<Market>>;
  readonly withdrawProposal: (command: OfMarket<WithdrawBody>) => Promise<Written<Market>>;
  readonly decideDispute: (command: OfMarket<DecideBody>) => Promise<Written<Market>>;
  readonly previewCorrection: (
    ask: { userId: UserId; marketId: MarketId } & VerdictBody,
  ) => Promise<CorrectionPreview>;
  readonly correctResolution: (command: OfMarket<CorrectBody>) => Promise<Written<Market>>;
  /** For whoever runs the server, when every admin has a stake. */
  readonly decideAsOperator: (marketId: MarketId, decision: Decision) => Promise<Market>;
  /** Pays what is final; nothing while resolving is switched off. */
  readonly finishProposals: () => Promise<{ paid: number }>;
}

export const createResolution = (
  { pool, settings, news }: SliceOptions,
  gated: Gate,
  switchboard: Switchboard,
): Slice<ResolutionVerbs> => {
  const publish = (marketId: MarketId): void => news.publish({ kind: 'MARKET', marketId });
  /** Whoever watches the market is told of what was done; a repeated command does nothing. */
  const told =
    <Given>(verb: (command: Given) => Promise<Written<Market>>) =>
    async (command: Given): Promise<Written<Market>> => {
      const written = await verb(command);
      if (!written.replayed) publish(written.answer.id);
      return written;
    };
  return {
    verbs: {
      getResolutionHistory: (id) => getResolutionHistory(pool, id),
      listDisputes: (userId) => listDisputes(pool, userId),
      // Not held up by a switch: the time to dispute runs on.
      disputeProposal: gated(
        [],
        told((command) => disputeProposal(pool, command)),
      ),
      amendProposal: gated(
        ['resolution'],
        told((command) => amendProposal(pool, settings, command)),
      ),
      withdrawProposal: gated(
        ['resolution'],
        told((command) => withdrawProposal(pool, settings, command)),
      ),
      decideDispute: gated(
        ['resolution'],
        told((command) => decideDispute(pool, command)),
      ),
      previewCorrection: (ask) => previewCorrection(pool, ask),
      correctResolution: gated(
        ['resolution'],
        told((command) => correctResolution(pool, command)),
      ),
      decideAsOperator: (marketId, decision) => decideAsOperator(pool, marketId, decision),
      finishProposals: async () =>
        (await switchboard.isEnabled('resolution')) ? finishProposals(pool, publish) : { paid: 0 },
    },
    consumers: [],
  };
};
