import type { Action, Market } from '@mesh-markets/contract';
import { useFeatures } from '../../api/featureQueries.ts';
import { useMe } from '../account/useSession.ts';
import { untilWords } from '../admin/people/banWords.ts';
import { buyingRefusedSentence } from './ticketWords.ts';

/** Why no order of this kind would be taken from the reader now, whatever it says; undefined when one would. */
export const useTradingStop = (market: Market, action: Action): string | undefined => {
  const { trading } = useFeatures();
  const ban = useMe()?.bans?.find(({ scope }) => scope === 'TRADING');
  const refused = action === 'BUY' ? market.viewer?.buyingRefused : undefined;
  if (!trading) return 'Trading is switched off for everybody at the moment. Try again later.';
  if (ban !== undefined) return `You cannot trade ${untilWords(ban)}.`;
  return refused === undefined ? undefined : buyingRefusedSentence(refused);
};
