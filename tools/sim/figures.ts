import {
  type CorrectionPreview,
  type Market,
  type MarketDetail,
  microToShares,
  type Quote,
  type ResolutionPreview,
  type TradeAnswer,
} from '@mesh-markets/contract';
import type { Command } from './commands.ts';
import type { Figures } from './model.ts';
import type { Payment } from './payments.ts';

/** The figures that are micro-shares in the model and shares on the wire. */
const MICRO_FIGURES = new Set(['shares', 'holding', 'pools', 'phantom']);

/** The model's figures in the units of the wire. */
export const onTheWire = (figures: Figures): Figures =>
  Object.fromEntries(
    Object.entries(figures).map(([name, value]) => {
      if (!MICRO_FIGURES.has(name)) return [name, value];
      return [
        name,
        Array.isArray(value)
          ? value.map((micro: number) => microToShares(micro))
          : microToShares(value as number),
      ];
    }),
  );

const sharesOf = ({ outcomes }: Pick<Market, 'outcomes'>) => outcomes.map(({ shares }) => shares);
const probabilitiesOf = ({ outcomes }: Pick<Market, 'outcomes'>) =>
  outcomes.map(({ probability }) => probability);

const tradeFigures = ({ trade, market, balance, holding }: TradeAnswer): Figures => ({
  seq: trade.seq,
  outcome: trade.outcome,
  shares: trade.action === 'SELL' ? -trade.shares : trade.shares,
  credits: trade.cost,
  before: trade.probabilityBefore,
  after: trade.probabilityAfter,
  balance,
  holding,
  version: market.version,
  volume: market.volume,
  traders: market.traderCount,
  pools: market.outcomes.map(({ shares }) => shares),
  probabilities: market.outcomes.map(({ probability }) => probability),
});

const marketFigures = (market: Market): Figures => ({
  subsidy: market.subsidy,
  version: market.version,
  trades: market.tradeCount,
  volume: market.volume,
  traders: market.traderCount,
  pools: sharesOf(market),
  probabilities: probabilitiesOf(market),
});

const resolvedFigures = (market: Market): Figures => ({
  ...marketFigures(market),
  state: market.state,
  paid: market.resolution?.paidCredits,
  holders: market.resolution?.holdersPaid,
  returned: market.resolution?.returnedCredits,
});

/** What a proposal, a payment or a correction left behind. */
const resultFigures = (market: Market): Figures => {
  if (market.state === 'RESOLVED') return resolvedFigures(market);
  const { proposal } = market;
  const finalAt = Date.parse(proposal!.finalAt);
  return { ...marketFigures(market), state: market.state, proposal: proposal!.version, finalAt };
};

const correctedFigures = (market: Market): Figures => {
  const { paidCredits, takenCredits, missingCredits, coveredCredits, issuedCredits } =
    market.resolution!.correction!;
  const moved = [paidCredits, takenCredits, missingCredits, coveredCredits, issuedCredits];
  return { ...resolvedFigures(market), moved };
};

const correctionPreviewFigures = (preview: CorrectionPreview): Figures => ({
  paid: preview.paidCredits,
  wanted: preview.takenCredits + preview.missingCredits,
  coveredBefore: preview.missingCredits - preview.coveredCredits,
});

const quoteFigures = (quote: Quote): Figures => ({
  outcome: quote.outcome,
  shares: quote.shares,
  credits: quote.cost,
  before: quote.probabilityBefore,
  after: quote.probabilityAfter,
  probability: quote.probability,
});

const readFigures = ({ market, trades }: MarketDetail): Figures => ({
  trades: market.tradeCount,
  listed: trades.length,
  volume: market.volume,
  traders: market.traderCount,
  pools: sharesOf(market),
});

/** The figures of an engine's answer, to be compared with the model's. */
export const figuresOf = (command: Command, answer: unknown): Figures => {
  switch (command.verb) {
    case 'placeTrade':
      return tradeFigures(answer as TradeAnswer);
    case 'quote':
      return quoteFigures(answer as Quote);
    case 'createMarket': {
      const market = answer as Market;
      return { ...marketFigures(market), phantom: market.outcomes.map(({ phantomShares }) => phantomShares) };
    }
    case 'closeMarket':
      return { ...marketFigures(answer as Market), state: (answer as Market).state };
    case 'resolveMarket':
    case 'amendProposal':
    case 'decideDispute':
      return resultFigures(answer as Market);
    case 'withdrawProposal':
      return marketFigures(answer as Market);
    case 'disputeProposal':
      return { ...marketFigures(answer as Market), disputes: (answer as Market).proposal!.disputes };
    case 'correctResolution':
      return correctedFigures(answer as Market);
    case 'previewCorrection':
      return correctionPreviewFigures(answer as CorrectionPreview);
    case 'payProposal': {
      const { paid, holders, returned } = answer as Payment;
      return { paid, holders, returned };
    }
    case 'previewResolution': {
      const {
        paidCredits: paid,
        holdersPaid: holders,
        returnedCredits: returned,
      } = answer as ResolutionPreview;
      return { paid, holders, returned };
    }
    case 'fundHouse':
    case 'getWallet':
      return { ...(answer as Record<string, number>) };
    case 'getMarket':
      return readFigures(answer as MarketDetail);
    default:
      return {};
  }
};
