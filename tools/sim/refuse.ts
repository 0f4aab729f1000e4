import type { ErrorCode } from '@mesh-markets/contract';

/** Thrown and caught within the model, so that each verb reads as one line of checks in their documented order. No
 * Error: a stack for each of the many refusals of a run would take most of its time. */
export class Refused {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    this.code = code;
  }
}

export const refuse = (code: ErrorCode): never => {
  throw new Refused(code);
};

export const must = (holds: boolean, code: ErrorCode): void => {
  if (!holds) refuse(code);
};
