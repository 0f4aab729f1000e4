import type { Portfolio } from '@mesh-markets/contract';
import { answer, type Command, DONE, jsonOption } from '../command.ts';
import { formatCredits, formatProbability, formatProfit, formatShares } from '../format.ts';
import { signInToServer } from '../server.ts';
import { formatTable } from '../table.ts';

export const balance: Command = {
  parameters: '',
  summary: 'Tells your credits.',
  options: jsonOption,
  run: async (call) => {
    const wallet = await signInToServer(call).call('getWallet');
    answer(call, wallet, () => formatCredits(wallet.balance));
    return DONE;
  },
};

const describe = ({ positions, balance: credits, value, profit }: Portfolio): string => {
  const sums = `Credits ${formatCredits(credits)}, shares worth ${formatCredits(value)}, profit ${formatProfit(profit)}.`;
  if (positions.length === 0) return `You hold nothing. ${sums}`;
  const table = formatTable(
    [
      { title: 'market', align: 'right' },
      { title: 'state' },
      { title: 'outcome' },
      { title: 'shares', align: 'right' },
      { title: 'odds', align: 'right' },
      { title: 'value', align: 'right' },
      { title: 'profit', align: 'right' },
      { title: 'question' },
    ],
    positions.map((position) => [
      position.market.id,
      position.market.state,
      position.label,
      formatShares(position.shares),
      formatProbability(position.probability),
      formatCredits(position.value),
      formatProfit(position.profit),
      position.market.question,
    ]),
  );
  return `${table}\n\n${sums}`;
};

export const portfolio: Command = {
  parameters: '',
  summary: 'Lists what you hold and what it earned.',
  options: jsonOption,
  run: async (call) => {
    const held = await signInToServer(call).call('getPortfolio');
    answer(call, held, () => describe(held));
    return DONE;
  },
};
