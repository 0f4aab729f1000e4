import type { Market, TradeAnswer } from '@mesh-markets/contract';
import { formatCredits, formatShares } from '../../lib/format.ts';
import { showToast } from '../../ui/toast.ts';
import { outcomeName } from '../market/outcomeName.ts';

/** Says what was traded. Trades are final, so what is offered after a buy is selling again, not undoing. */
export const announceTrade = (market: Market, { trade }: TradeAnswer, onSell: () => void): void => {
  const what = `${formatShares(trade.shares)} ${outcomeName(market, trade.outcome)}`;
  if (trade.action === 'BUY') {
    showToast({
      message: `Bought ${what} for ${formatCredits(trade.cost)}`,
      action: { label: 'Sell', onSelect: onSell },
    });
  } else showToast({ message: `Sold ${what} for ${formatCredits(-trade.cost)}` });
};
