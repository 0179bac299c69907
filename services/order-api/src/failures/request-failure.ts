import type { FailureOf } from '@cupcakery/kit/commands/failure-of';
import { type RefusalCode, refusalCodes } from '@cupcakery/workflow/contracts/refusal';

/** Why a request was not carried out, besides the decider's refusals. The edge maps each code to HTTP in one table. */
const ownCodes = [
  /** The details do not fit the workflow's schema; nothing was sent. */
  'DETAILS_INVALID',
  /** The order is closed and no longer in the view. */
  'ARCHIVED',
  /** Too many requests wait for their replies in this process. */
  'TOO_MANY_PENDING',
  /** The customer has ordered as much today as the workflow allows. */
  'DAILY_LIMIT',
  /** Too many commands wait for the order-processor. */
  'BACKLOG_TOO_LONG',
  /** Kafka did not acknowledge in time; it is unknown whether it has the command. */
  'KAFKA_UNAVAILABLE',
  /** Kafka accepts no command of this size; nothing was written. */
  'TOO_LARGE',
  /** The view could not catch up, so it is unknown whether there is such an order. */
  'VIEW_BEHIND',
  'NO_SUCH_INCIDENT',
  'TOO_MANY_DISCARDS',
  'INVALID_CURSOR',
  /** There are as many of them as there may be. */
  'LIMIT_REACHED',
  'NO_SUCH_BOARD',
  'NO_SUCH_LINK',
  'NO_SUCH_COOK',
  /** The caller is no wall screen. */
  'NOT_A_BOARD',
  /** The code or badge is not that of a person who may work at this stage. */
  'WRONG_CODE',
  /** Too many wrong codes. */
  'CODE_LOCKED',
  'BADGE_TAKEN',
  /** The person at the screen has to give the code again. */
  'COOK_SIGNED_OUT',
] as const;

export const failureCodes = [...refusalCodes, ...ownCodes] as const;
export type FailureCode = RefusalCode | (typeof ownCodes)[number];

/** What is wrong with one field of the details: a JSON pointer below them, and a sentence. */
export type FieldFailure = { field: string; detail: string };

/** Thrown where a request cannot be carried out: a code, and where it needs one a sentence for people. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly code: FailureCode;
  /** A sentence for people, with the particulars of this request. */
  readonly detail: string | undefined;
  readonly fields: readonly FieldFailure[] | undefined;
  /** Seconds after which it is worth trying again, where that depends on the request. */
  readonly retryAfter: number | undefined;

  constructor(
    code: FailureCode,
    {
      detail,
      fields,
      retryAfter,
      cause,
    }: {
      detail?: string;
      fields?: readonly FieldFailure[];
      retryAfter?: number;
      cause?: unknown;
    } = {},
  ) {
    super(detail ?? code, cause === undefined ? {} : { cause });
    this.code = code;
    this.detail = detail;
    this.fields = fields;
    this.retryAfter = retryAfter;
  }
}

/** The failures of sending a command, and of waiting for its reply. */
export const failureOf: FailureOf = (code, options) => new RequestFailure(code, options);
