/** What an operator can decide of limits, with the usual value; 0 means no limit. */
export const limitSettings = {
  TRADES_PER_MINUTE: 10,
  MARKETS_PER_HOUR: 20,
  POSTS_PER_HOUR: 30,
  COMMENTS_PER_MINUTE: 10,
  FOLLOWS_PER_MINUTE: 60,
  SEARCHES_PER_MINUTE: 240,
  SIGN_INS_PER_MINUTE: 30,
  SIGN_UPS_PER_HOUR: 60,
  REQUESTS_PER_MINUTE: 6_000,
} as const;

export type LimitSetting = keyof typeof limitSettings;

/**
 * Whose uses are counted together: of a person (of a visitor: of their address), of one API key, of a network address
 * (addressGroup.ts), or of the account that is named in the body.
 */
export type LimitPer = 'person' | 'key' | 'address' | 'account';

export interface Limit {
  /** Names the policy in the headers. */
  readonly name: string;
  /**
   * Routes by their names, which share one count. A limit without any guards the process against its visitors and is counted
   * where they arrive, by each process for itself: to ask Redis would cost more than what is guarded.
   */
  readonly routes: readonly string[];
  readonly per: readonly LimitPer[];
  /** A setting, or a number that is no operator's business. */
  readonly most: LimitSetting | number;
  /** How many of these count like one of the setting. */
  readonly times?: number;
  readonly windowSeconds: 60 | 3600;
  /** What to tell the one who is refused. */
  readonly sentence: (most: number) => string;
}

const MINUTE = 60;
const HOUR = 3600;
const aLittleLater = 'Come back a little later.';
const inAMoment = 'Wait a moment and try again.';
/** What people do: counted for the person, for each API key and for the network address they come from. */
const DEEDS: readonly LimitPer[] = ['person', 'key', 'address'];

/** Every limit there is. */
export const limitTable: readonly Limit[] = [
  {
    name: 'trades',
    routes: ['placeTrade'],
    per: DEEDS,
    most: 'TRADES_PER_MINUTE',
    windowSeconds: MINUTE,
    sentence: (most) => `You can place ${most} trades a minute. ${inAMoment}`,
  },
  {
    name: 'markets',
    routes: ['createMarket'],
    per: DEEDS,
    most: 'MARKETS_PER_HOUR',
    windowSeconds: HOUR,
    sentence: (most) => `You can open ${most} markets an hour. ${aLittleLater}`,
  },
  {
    name: 'posts',
    routes: ['createPost'],
    per: DEEDS,
    most: 'POSTS_PER_HOUR',
    windowSeconds: HOUR,
    sentence: (most) => `You can post ${most} times an hour. ${aLittleLater}`,
  },
  {
    name: 'comments',
    routes: ['postComment', 'editComment', 'reportComment', 'reportPost', 'disputeProposal'],
    per: DEEDS,
    most: 'COMMENTS_PER_MINUTE',
    windowSeconds: MINUTE,
    sentence: (most) => `You can write ${most} comments a minute. ${inAMoment}`,
  },
  {
    // A like is a press, a comment a thought.
    name: 'likes',
    routes: ['likeComment'],
    per: DEEDS,
    most: 'COMMENTS_PER_MINUTE',
    times: 6,
    windowSeconds: MINUTE,
    sentence: () => `That was a lot of likes. ${inAMoment}`,
  },
  {
    // Each beginning is told to whom it concerns: a script that follows and unfollows in turns would be a nuisance.
    name: 'follows',
    routes: ['followUser', 'followMarket'],
    per: ['person'],
    most: 'FOLLOWS_PER_MINUTE',
    windowSeconds: MINUTE,
    sentence: () => `You follow very fast. ${inAMoment}`,
  },
  {
    // Somebody who sees results while typing asks a few times a word.
    name: 'searches',
    routes: ['search', 'findUsers'],
    per: ['person'],
    most: 'SEARCHES_PER_MINUTE',
    windowSeconds: MINUTE,
    sentence: () => `Too many searches. ${inAMoment}`,
  },
  {
    name: 'test-messages',
    routes: ['sendTestNotification'],
    per: ['person'],
    most: 5,
    windowSeconds: MINUTE,
    sentence: () => `That is enough tests for a minute. ${inAMoment}`,
  },
  {
    // A password is hashed for each of them. Per account as well, against a guesser with many machines.
    name: 'sign-ins',
    routes: [
      'signIn',
      'signUp',
      'secondStep',
      'passkeySignIn',
      'resetPassword',
      'verifyEmail',
      'changePassword',
      'setPassword',
      'changeEmail',
      'startProvider',
      'unlinkProvider',
      'addPasskey',
      'startCodes',
      'confirmCodes',
      'renewBackupCodes',
      'stopCodes',
    ],
    per: ['address', 'account'],
    most: 'SIGN_INS_PER_MINUTE',
    windowSeconds: MINUTE,
    sentence: () => 'Too many attempts to sign in or up from here. Wait a minute and try again.',
  },
  {
    // Asked for with every page to sign in on.
    name: 'passkey-questions',
    routes: ['passkeyOptions'],
    per: ['address'],
    most: 'SIGN_INS_PER_MINUTE',
    times: 4,
    windowSeconds: MINUTE,
    sentence: () => `Too many attempts to sign in from here. ${inAMoment}`,
  },
  {
    // Apart from the above: who asks for mails to an account keeps nobody from signing in to it.
    name: 'account-mails',
    routes: ['requestPasswordReset', 'sendVerification'],
    per: ['address', 'account'],
    most: 'SIGN_INS_PER_MINUTE',
    windowSeconds: MINUTE,
    sentence: () => `That is a lot of mails to ask for. ${inAMoment}`,
  },
  {
    name: 'sign-ups',
    routes: ['signUp'],
    per: ['address'],
    most: 'SIGN_UPS_PER_HOUR',
    windowSeconds: HOUR,
    sentence: () => `Many people signed up from your network within the hour. ${aLittleLater}`,
  },
  {
    name: 'pictures',
    routes: [],
    per: ['address'],
    most: 60,
    windowSeconds: MINUTE,
    sentence: () => 'Too many pictures asked for from here. Wait a minute and try again.',
  },
  {
    // Whatever visitors ask for, and whoever shows a key that is none.
    name: 'requests',
    routes: [],
    per: ['address'],
    most: 'REQUESTS_PER_MINUTE',
    windowSeconds: MINUTE,
    sentence: () => 'Too many requests from your network. Wait a minute, or sign in.',
  },
];
