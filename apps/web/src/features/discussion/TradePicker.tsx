import { useQuery } from '@tanstack/react-query';
import { ownTradesQuery } from '../../api/discussionQueries.ts';
import { formatRelative } from '../../lib/time.ts';
import { useNow } from '../../lib/useNow.ts';
import { Select } from '../../ui/Select.tsx';
import { tradeWords } from './commentWords.ts';

interface TradePickerProps {
  readonly marketId: string;
  /** Number of the trade, empty for none. */
  readonly value: string;
  readonly onPick: (seq: string) => void;
}

/** Which of one's own trades the comment stands by. Nothing for people who have not traded here. */
export const TradePicker = ({ marketId, value, onPick }: TradePickerProps) => {
  const now = useNow();
  const { data } = useQuery(ownTradesQuery(marketId));
  if (data === undefined || data.trades.length === 0) return null;
  const choices = data.trades.map((trade) => ({
    value: `${trade.seq}`,
    label: `I ${tradeWords(trade)}, ${formatRelative(trade.createdAt, now)}`,
  }));
  return (
    <Select
      label="Trade that the comment stands by"
      labelHidden
      value={value}
      onChange={(event) => onPick(event.target.value)}
      choices={[{ value: '', label: 'No trade attached' }, ...choices]}
      className="h-9 text-sm"
    />
  );
};
