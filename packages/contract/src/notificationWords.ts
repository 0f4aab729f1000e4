import type { Notification } from './notifications.ts';

/** What a notification says, wherever it is shown: on the page, in an e-mail, on a locked phone. */
export interface NotificationWords {
  /** The news in one short sentence. */
  readonly title: string;
  /** The question or person it is about, where the title does not name it. */
  readonly about?: string;
  /** What else is worth knowing. */
  readonly detail?: string;
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const narrowSpace = '\u202f';

const credits = (amount: number): string => `₡${narrowSpace}${whole.format(Math.abs(amount))}`;

/** Never 0 or 100, which would say certain. */
const percent = (probability: number): string => {
  const figure = probability < 0.005 ? '<1' : probability > 0.995 ? '>99' : whole.format(probability * 100);
  return `${figure}${narrowSpace}%`;
};

/** An outcome's own words are set apart from the sentence around them. */
const named = (label: string): string => (label === 'YES' || label === 'NO' ? label : `“${label}”`);

type Words = (notification: Notification, when: (moment: string) => string) => NotificationWords;

const nameOf = ({ actor }: Notification): string => actor?.name ?? 'Somebody';

/** How the engine words a resolution that pays several outcomes. */
const SHARED = 'a share of each';

const resolved: Words = ({ figures }) => {
  const { verdict = '', payout = 0, profit = 0 } = figures;
  const paid = payout > 0 ? ` ${credits(payout)} went to your wallet.` : '';
  if (verdict === 'void') {
    const title = payout > 0 ? `You were refunded ${credits(payout)}` : 'A market you hold was voided';
    return { title, detail: 'The market was voided: everyone gets back what they paid in.' };
  }
  const detail = `Resolved to ${verdict === SHARED ? verdict : named(verdict)}.${paid}`;
  if (profit > 0) return { title: `You earned ${credits(profit)}`, detail };
  if (profit < 0) return { title: `You lost ${credits(profit)}`, detail };
  return { title: 'You came out even', detail };
};

const verdictWords = (verdict: string): string =>
  verdict === 'void' || verdict === SHARED ? verdict : named(verdict);

const corrected: Words = ({ figures }) => {
  const { verdict = '', change = 0 } = figures;
  const moved =
    change > 0
      ? `${credits(change)} were added to your wallet.`
      : change < 0
        ? `${credits(change)} were taken back from your wallet.`
        : 'Your wallet stays as it is.';
  return {
    title: 'The result of a market was corrected',
    detail: `It is now ${verdictWords(verdict)}. ${moved}`,
  };
};

const proposed: Words = ({ figures }, when) => {
  const { verdict = '', finalAt } = figures;
  const until = finalAt === undefined ? '' : ` You may dispute it until ${when(finalAt)}.`;
  return { title: `A result is proposed: ${verdictWords(verdict)}`, detail: `Nothing is paid yet.${until}` };
};

const traded: Words = ({ figures, times }) => {
  const { action, label = '', credits: amount = 0, shares = 0, price = 0 } = figures;
  const detail = `${action === 'SELL' ? 'Sold' : 'Bought'} ${fine.format(shares)} ${named(label)} for ${credits(amount)}`;
  if (times === 1) return { title: `Your trade executed at ${percent(price)}`, detail };
  return {
    title: `${whole.format(times)} of your trades executed`,
    detail: `The last at ${percent(price)}: ${detail}`,
  };
};

const largeTrade: Words = (notification) => {
  const { figures, times } = notification;
  const { action, label = '', credits: amount = 0, probability } = figures;
  const title = `${nameOf(notification)} ${action === 'SELL' ? 'sold' : 'bought'} ${named(label)} for ${credits(amount)}`;
  const after = probability === undefined ? '' : `${named(label)} is now at ${percent(probability)}.`;
  const others = times > 1 ? ` ${whole.format(times)} large trades so far.` : '';
  return { title, detail: `${after}${others}`.trim() };
};

const needsResolving: Words = ({ figures }, when) => {
  const { reminder, moderatorsFrom } = figures;
  const otherwise =
    moderatorsFrom === undefined
      ? ''
      : ` From ${when(moderatorsFrom)} on moderators may do it in your place.`;
  return {
    title: reminder === undefined ? 'Your market needs resolving' : 'Your market still needs resolving',
    detail: `Trading has ended. Say what happened, so that everyone is paid.${otherwise}`,
  };
};

const oracleAnswers = {
  ACCEPTED: ['accepts to be your oracle', 'They may close and resolve the market beside you.'],
  DECLINED: [
    'does not want to be your oracle',
    'You resolve the market, or ask somebody else while it is open.',
  ],
  STEPPED_DOWN: [
    'is no longer your oracle',
    'You resolve the market, or ask somebody else while it is open.',
  ],
} as const;

const words: Readonly<Record<Notification['kind'], Words>> = {
  MARKET_RESOLVED: resolved,
  RESULT_PROPOSED: proposed,
  RESULT_DISPUTED: (notification) => ({
    title: `${nameOf(notification)} disputes a result`,
  }),
  RESULT_CORRECTED: corrected,
  NEEDS_RESOLVING: needsResolving,
  ORACLE_ASKED: (notification) => ({
    title: `${nameOf(notification)} asks you to be the oracle of a market`,
    detail: 'An oracle decides what happened. Accept or decline on the market’s page.',
  }),
  ORACLE_ANSWERED: (notification) => {
    const [said, detail] = oracleAnswers[notification.figures.answer ?? 'ACCEPTED'];
    return { title: `${nameOf(notification)} ${said}`, detail };
  },
  CLOSES_SOON: ({ figures }, when) => ({
    title: 'A market you hold closes soon',
    ...(figures.closesAt === undefined ? {} : { detail: `Trading ends ${when(figures.closesAt)}.` }),
  }),
  MARKET_CLOSED: () => ({
    title: 'A market you hold has closed',
    detail: 'Trading has ended. It waits for its resolution.',
  }),
  LARGE_TRADE: largeTrade,
  TRADE_EXECUTED: traded,
  REPLY: (notification) => ({ title: `${nameOf(notification)} answered you` }),
  MENTION: (notification) => ({ title: `${nameOf(notification)} mentioned you` }),
  COMMENT: (notification) => ({
    title:
      notification.times === 1
        ? `${nameOf(notification)} commented`
        : `${whole.format(notification.times)} new comments, the last by ${nameOf(notification)}`,
  }),
  FOLLOWER: (notification) => ({
    title: `${nameOf(notification)} follows you`,
    ...(notification.actor === undefined ? {} : { about: `@${notification.actor.handle}` }),
  }),
  QUESTION: (notification) => ({ title: `${nameOf(notification)} asked a question` }),
  TEST: () => ({ title: 'This is a test', detail: 'Notifications arrive here.' }),
};

/** `when` says a moment in words that fit the reader: their zone, or one that is named. */
export const notificationWords = (
  notification: Notification,
  when: (moment: string) => string,
): NotificationWords => {
  const said = words[notification.kind](notification, when);
  const about = said.about ?? notification.market?.question;
  const detail = said.detail ?? notification.figures.excerpt;
  return {
    title: said.title,
    ...(about === undefined ? {} : { about }),
    ...(detail === undefined || detail === '' ? {} : { detail }),
  };
};

/** Where in the app it leads. */
export const notificationPath = ({ kind, market, post, actor }: Notification): string => {
  if (kind === 'TEST') return '/settings';
  if (post !== undefined) {
    const page = market === undefined ? '/post' : '/market';
    return `${page}/${post.id}#comment-${post.commentId}`;
  }
  if (market !== undefined) return `/market/${market.id}`;
  return actor === undefined ? '/notifications' : `/u/${actor.handle}`;
};
