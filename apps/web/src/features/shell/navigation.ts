import { ChartNoAxesColumn, House, type LucideIcon, Trophy, Wallet } from 'lucide-react';
import { useFeatures } from '../../api/featureQueries.ts';
import { paths } from '../../lib/paths.ts';

interface Destination {
  readonly to: string;
  readonly label: string;
  /** Where a tab on a phone has room for one short word. */
  readonly shortLabel: string;
  readonly icon: LucideIcon;
  /** Only where markets are open to the reader. */
  readonly ofMarkets: boolean;
}

const destinations: readonly Destination[] = [
  { to: paths.feed(), label: 'Feed', shortLabel: 'Feed', icon: House, ofMarkets: false },
  { to: paths.markets(), label: 'Markets', shortLabel: 'Markets', icon: ChartNoAxesColumn, ofMarkets: true },
  { to: paths.portfolio(), label: 'Portfolio', shortLabel: 'Portfolio', icon: Wallet, ofMarkets: true },
  { to: paths.leaderboard(), label: 'Leaderboard', shortLabel: 'Leaders', icon: Trophy, ofMarkets: true },
];

export const useDestinations = (): readonly Destination[] => {
  const { predictionMarkets } = useFeatures();
  return destinations.filter(({ ofMarkets }) => predictionMarkets || !ofMarkets);
};

/** What the button that makes something new leads to, in words. */
export const useComposerWords = (): { readonly long: string; readonly short: string } =>
  useFeatures().predictionMarkets
    ? { long: 'Ask a question', short: 'Ask' }
    : { long: 'Write a post', short: 'Write' };
