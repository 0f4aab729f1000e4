import type { NotificationKind } from '@mesh-markets/contract';

export interface Usual {
  readonly inApp: boolean;
  readonly email: boolean;
  readonly push: boolean;
}

const everywhere: Usual = { inApp: true, email: true, push: true };
const onScreens: Usual = { inApp: true, email: false, push: true };
const inApp: Usual = { inApp: true, email: false, push: false };

/** How people are told until they choose otherwise: by e-mail only what waits for them, or what their credits became. */
export const usual: Readonly<Record<NotificationKind, Usual>> = {
  MARKET_RESOLVED: everywhere,
  RESULT_PROPOSED: everywhere,
  RESULT_DISPUTED: everywhere,
  RESULT_CORRECTED: everywhere,
  NEEDS_RESOLVING: everywhere,
  ORACLE_ASKED: everywhere,
  ORACLE_ANSWERED: everywhere,
  CLOSES_SOON: everywhere,
  MARKET_CLOSED: inApp,
  LARGE_TRADE: onScreens,
  TRADE_EXECUTED: inApp,
  REPLY: everywhere,
  MENTION: everywhere,
  COMMENT: onScreens,
  FOLLOWER: inApp,
  QUESTION: inApp,
};

/** In credits. */
export const USUAL_LARGE_TRADE = 500;

/** The page's filters. */
export const marketKinds: readonly NotificationKind[] = [
  'MARKET_RESOLVED',
  'RESULT_PROPOSED',
  'RESULT_DISPUTED',
  'RESULT_CORRECTED',
  'NEEDS_RESOLVING',
  'ORACLE_ASKED',
  'ORACLE_ANSWERED',
  'CLOSES_SOON',
  'MARKET_CLOSED',
  'LARGE_TRADE',
  'TRADE_EXECUTED',
];
export const peopleKinds: readonly NotificationKind[] = [
  'REPLY',
  'MENTION',
  'COMMENT',
  'FOLLOWER',
  'QUESTION',
];

/** The table above as rows of SQL. */
export const usualRows = Object.entries(usual)
  .map(([kind, { inApp: app, email, push }]) => `('${kind}', ${app}, ${email}, ${push})`)
  .join(', ');
