import type { NotificationKind } from '@mesh-markets/contract';
import {
  AtSign,
  CircleCheckBig,
  CircleHelp,
  Clock,
  FileDiff,
  Gavel,
  Lock,
  type LucideIcon,
  MessageCircle,
  MessageSquareWarning,
  Receipt,
  Reply,
  Scale,
  TrendingUp,
  UserPlus,
} from 'lucide-react';

interface KindWords {
  readonly icon: LucideIcon;
  /** As a line of the settings. */
  readonly label: string;
  /** What an e-mail was about, after "e-mails about". */
  readonly about: string;
}

export const kindWords: Readonly<Record<NotificationKind, KindWords>> = {
  MARKET_RESOLVED: {
    icon: CircleCheckBig,
    label: 'A market you hold is resolved',
    about: 'what your markets came to',
  },
  RESULT_PROPOSED: {
    icon: Gavel,
    label: 'A result is proposed for a market you hold',
    about: 'proposed results',
  },
  RESULT_DISPUTED: {
    icon: MessageSquareWarning,
    label: 'Somebody disputes a result that you may change or decide',
    about: 'disputed results',
  },
  RESULT_CORRECTED: {
    icon: FileDiff,
    label: 'The result of a market you hold is corrected',
    about: 'corrected results',
  },
  NEEDS_RESOLVING: {
    icon: Gavel,
    label: 'Your market needs resolving',
    about: 'markets that wait for you',
  },
  ORACLE_ASKED: {
    icon: Scale,
    label: 'You are asked to be an oracle',
    about: 'requests to be an oracle',
  },
  ORACLE_ANSWERED: {
    icon: Scale,
    label: 'An oracle you asked answers',
    about: 'answers of your oracles',
  },
  CLOSES_SOON: {
    icon: Clock,
    label: 'A market you hold closes within a day',
    about: 'markets that close soon',
  },
  MARKET_CLOSED: { icon: Lock, label: 'A market you hold has closed', about: 'markets that have closed' },
  LARGE_TRADE: {
    icon: TrendingUp,
    label: 'A large trade in a market you asked or hold',
    about: 'large trades',
  },
  TRADE_EXECUTED: { icon: Receipt, label: 'Your trade is executed', about: 'your trades' },
  REPLY: { icon: Reply, label: 'Somebody answers you', about: 'answers to you' },
  MENTION: { icon: AtSign, label: 'Somebody mentions you', about: 'mentions of you' },
  COMMENT: {
    icon: MessageCircle,
    label: 'A comment under what you posted',
    about: 'comments under what you posted',
  },
  FOLLOWER: { icon: UserPlus, label: 'Somebody follows you', about: 'new followers' },
  QUESTION: {
    icon: CircleHelp,
    label: 'Somebody you follow asks a question',
    about: 'questions of people you follow',
  },
};
