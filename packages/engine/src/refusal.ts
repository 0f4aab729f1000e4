import { type ErrorCode, errorCodes } from '@mesh-markets/contract';

/**
 * A command refused for a reason its sender can act on. A value in the shape of an error: it carries no stack, because it
 * is an answer and not a fault. Broken invariants are ordinary errors and never this.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, number | string>> | undefined;
  /** For RATE_LIMITED, OVERLOADED, UNAVAILABLE and SHUTTING_DOWN. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    detail?: string,
    more: { facts?: Record<string, number | string>; retryAfterSeconds?: number } = {},
  ) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(detail ?? errorCodes[code].title);
    Error.stackTraceLimit = limit;
    this.code = code;
    this.facts = more.facts;
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}
