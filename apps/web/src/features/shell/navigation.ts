import { ChartNoAxesColumn, House, type LucideIcon, Trophy, Wallet } from 'lucide-react';
import { paths } from '../../lib/paths.ts';

interface Destination {
  readonly to: string;
  readonly label: string;
  /** Where a tab on a phone has room for one short word. */
  readonly shortLabel: string;
  readonly icon: LucideIcon;
}

export const destinations: readonly Destination[] = [
  { to: paths.feed(), label: 'Feed', shortLabel: 'Feed', icon: House },
  { to: paths.markets(), label: 'Markets', shortLabel: 'Markets', icon: ChartNoAxesColumn },
  { to: paths.portfolio(), label: 'Portfolio', shortLabel: 'Portfolio', icon: Wallet },
  { to: paths.leaderboard(), label: 'Leaderboard', shortLabel: 'Leaders', icon: Trophy },
];
