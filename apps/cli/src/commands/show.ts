import type { Market, MarketDetail } from '@mesh-markets/contract';
import { answer, type Call, type Command, DONE, jsonOption } from '../command.ts';
import {
  formatCount,
  formatCredits,
  formatProbability,
  formatResolved,
  formatShares,
  formatTime,
} from '../format.ts';
import { marketIdFrom, signInToServer, visitServer } from '../server.ts';
import { formatTable } from '../table.ts';

const stateOf = (market: Market): string => {
  const labels = market.outcomes.map(({ label }) => label);
  if (market.resolution !== undefined) {
    const { outcome, weights, resolvedAt, resolvedBy } = market.resolution;
    return `Resolved ${formatResolved(outcome, labels, weights)} by ${resolvedBy === undefined ? 'the operator' : `@${resolvedBy.handle}`} at ${formatTime(resolvedAt)} UTC.`;
  }
  if (market.state === 'CLOSED')
    return `Closed ${formatTime(market.closedAt ?? market.closesAt)} UTC, not resolved yet.`;
  return `Open until ${formatTime(market.closesAt)} UTC.`;
};

const holdingOf = (market: Market, outcome: number): string => {
  const held = market.viewer?.holdings.find((holding) => holding.outcome === outcome);
  return held === undefined ? '' : formatShares(held.shares);
};

const describe = ({ market }: MarketDetail): string => {
  const lines = [
    market.question,
    `Market ${market.id} by @${market.creator.handle}. ${stateOf(market)}`,
    `Volume ${formatCredits(market.volume)} in ${formatCount(market.tradeCount)} trades of ${formatCount(market.traderCount)} people; liquidity ${formatCredits(market.b)}.`,
  ];
  const table = formatTable(
    [
      { align: 'right' },
      { title: 'outcome' },
      { title: 'probability', align: 'right' },
      { ...(market.viewer && { title: 'you hold' }), align: 'right' },
    ],
    market.outcomes.map(({ index, label, probability }) => [
      String(index),
      label,
      formatProbability(probability),
      holdingOf(market, index),
    ]),
  );
  return [lines.join('\n'), table].join('\n\n');
};

/** With a key the answer tells what one holds; without one anybody may look. */
const lookAround = (call: Call) =>
  call.environment.MESH_MARKETS_API_KEY ? signInToServer(call) : visitServer(call);

export const show: Command = {
  parameters: '<market>',
  summary: 'Shows a market with its odds.',
  options: jsonOption,
  run: async (call) => {
    const id = marketIdFrom(call.positionals[0]!);
    const detail = await lookAround(call).call('getMarket', { params: { id } });
    answer(call, detail, () => describe(detail));
    return DONE;
  },
};
