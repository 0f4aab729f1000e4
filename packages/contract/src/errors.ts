import { z } from 'zod';

/**
 * Every refusal by name, with its HTTP status and the sentence a person can act on when nothing better is known.
 * Codes are stable: clients may branch on them.
 */
export const errorCodes = {
  VALIDATION_FAILED: { status: 400, title: 'Something in the request is not valid.' },
  PASSKEY_REFUSED: {
    status: 400,
    title: 'This passkey did not work here. Try again, or use another way to sign in.',
  },
  AMOUNT_TOO_SMALL: { status: 400, title: 'The amount is too small to trade. Try a larger one.' },
  TRADE_TOO_LARGE: { status: 400, title: 'That is more than one trade may cost here.' },
  UNAUTHENTICATED: { status: 401, title: 'Sign in first.' },
  INSUFFICIENT_CREDITS: { status: 402, title: 'You do not have enough credits.' },
  FORBIDDEN: { status: 403, title: 'You are not allowed to do this.' },
  SIGN_IN_AGAIN: {
    status: 403,
    title: 'It is a while since you signed in. Sign out and in again, then do this.',
  },
  SECOND_FACTOR_REQUIRED: {
    status: 403,
    title: 'This needs a second step at sign-in. Set one up under Settings, Security.',
  },
  TRADING_DISABLED: { status: 403, title: 'Trading is switched off.' },
  FEATURE_DISABLED: { status: 403, title: 'This is switched off at the moment.' },
  BANNED: { status: 403, title: 'This was taken from you by a moderator.' },
  EMAIL_UNVERIFIED: {
    status: 403,
    title: 'Confirm your e-mail address first: open the link we sent you, or ask for a new one in settings.',
  },
  SIGN_UP_CLOSED: { status: 403, title: 'New accounts cannot be made here.' },
  RESOLVERS_DO_NOT_TRADE: {
    status: 403,
    title: 'Whoever decides a market may not buy in it here. You can sell what you hold.',
  },
  NOT_FOUND: { status: 404, title: 'There is nothing here.' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This address does not take that method.' },
  MARKET_CLOSED: { status: 409, title: 'This market is closed for trading.' },
  MARKET_NOT_CLOSED: { status: 409, title: 'Close this market before resolving it.' },
  ALREADY_RESOLVED: { status: 409, title: 'This market has already been resolved.' },
  PROPOSAL_OPEN: { status: 409, title: 'A result is proposed already. Change that one instead.' },
  PROPOSAL_CHANGED: { status: 409, title: 'What was proposed has changed meanwhile. Look at it again.' },
  ALREADY_DISPUTED: { status: 409, title: 'This result is disputed already.' },
  NOT_DISPUTED: { status: 409, title: 'Nobody disputes this result. It becomes final by itself.' },
  DISPUTE_TOO_LATE: { status: 409, title: 'This result is final. It can no longer be disputed.' },
  NOT_RESOLVED: { status: 409, title: 'This market has not been paid out yet. There is nothing to correct.' },
  NOT_ASKED: { status: 409, title: 'Nobody waits for this answer any more.' },
  ORACLE_ACCEPTED: { status: 409, title: 'This market has an oracle, who has accepted.' },
  TOO_MANY_ASKED: { status: 409, title: 'You have asked enough people about this market.' },
  SLIPPAGE: {
    status: 409,
    title: 'The price moved past the worst you accept. Check the new odds and try again.',
  },
  INSUFFICIENT_SHARES: { status: 409, title: 'You do not hold that many shares.' },
  ALREADY_ON: { status: 409, title: 'This is on already.' },
  LAST_SIGN_IN: {
    status: 409,
    title: 'This is your only way to sign in. Add another one first.',
  },
  EDIT_TOO_LATE: { status: 409, title: 'It is too late to change this.' },
  ALREADY_HANDLED: { status: 409, title: 'Somebody has already handled this report.' },
  HANDLE_TAKEN: { status: 409, title: 'That handle is taken. Choose another.' },
  POSITION_TOO_LARGE: { status: 409, title: 'That is more than anybody may put into one market here.' },
  TOO_MANY_MARKETS: { status: 409, title: 'You have as many open markets as you can.' },
  TOO_MANY_KEYS: { status: 409, title: 'You have as many API keys as you can. Revoke one first.' },
  TOO_MANY_FOLLOWED: { status: 409, title: 'You follow as many as you can. Stop following some first.' },
  LINK_INVALID: { status: 410, title: 'This link has been used or is too old. Ask for a new one.' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The request is too large.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Send JSON with Content-Type: application/json.' },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    title: 'This Idempotency-Key was used for a different request. Make a new key.',
  },
  RATE_LIMITED: { status: 429, title: 'Too many requests. Wait a moment and try again.' },
  INTERNAL: {
    status: 500,
    title: 'Something went wrong on our side. Please try again.',
  },
  FORMAT_NOT_SUPPORTED: { status: 501, title: 'This is only available as JSON. Ask with format=json.' },
  OVERLOADED: { status: 503, title: 'The server is busy. Try again in a moment.' },
  UNAVAILABLE: { status: 503, title: 'The database cannot be reached right now. Try again in a moment.' },
  SHUTTING_DOWN: { status: 503, title: 'The server is restarting. Try again in a moment.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCodes;
export const ErrorCode = z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]);

/** RFC 9457 problem details, sent as application/problem+json. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: ErrorCode,
    detail: z.string().optional(),
    requestId: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    /** Figures behind the refusal, for example the balance behind INSUFFICIENT_CREDITS. */
    facts: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
