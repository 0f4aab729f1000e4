import type { ErrorCode, Problem } from '@mesh-markets/contract';

/** The server refused, by name. `problem.detail` is the sentence to show; `code` is what to branch on. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem;
  /** Seconds to wait before another try, when the server said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: Problem, retryAfterSeconds?: number) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get code(): ErrorCode {
    return this.problem.code;
  }
}

/** No answer arrived, or one that is not ours: the request may or may not have been carried out. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}
