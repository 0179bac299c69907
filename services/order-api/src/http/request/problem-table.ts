import { type CommandProblem, commandProblems } from '@cupcakery/kit/commands/command-problems';
import { Problem, type ProblemField, type ProblemOptions } from '@cupcakery/kit/http/problem';
import { type FailureCode, RequestFailure } from '../../failures/request-failure.ts';

/** How a failure is answered; `detail` applies unless the failure has one. */
export type ProblemEntry = CommandProblem & { errors?: ProblemField[] };

/** The one table from failures, and the decider's refusals among them, to HTTP. */
export const problemTable: Record<FailureCode, ProblemEntry> = {
  INVALID: { status: 422, title: 'The request cannot be carried out' },
  KEY_REUSED: { status: 422, title: 'This idempotency key was used with another request' },
  NOT_FOUND: { status: 404, title: 'There is no such order' },
  NOT_AT_STAGE: { status: 409, title: 'The order is not at that stage' },
  CLAIMED: { status: 409, title: 'Somebody else has this ticket' },
  NOT_CLAIMED: { status: 409, title: 'Nobody has claimed this ticket' },
  AT_INCIDENT: { status: 409, title: 'The order has stopped at an incident' },
  NOT_AN_INCIDENT: { status: 409, title: 'The order has not stopped' },
  TOO_LATE: { status: 409, title: 'It is too late for that' },
  CLOSED: { status: 409, title: 'The order is closed' },
  STALE: { status: 409, title: 'The order has moved on' },
  INTAKE_PAUSED: { status: 409, title: 'No orders are taken now' },
  FAULT: { status: 500, title: 'Something went wrong here' },
  DETAILS_INVALID: {
    status: 400,
    code: 'INVALID_FIELDS',
    title: 'The order does not fit',
    detail: 'Nothing was ordered. See `errors` for each field.',
  },
  ARCHIVED: { status: 410, title: 'The order is closed and no longer kept here' },
  ...commandProblems({
    overloaded: 'The kitchen cannot keep up',
    unavailable: 'Orders cannot be taken now',
    unknown: 'Whether there is such an order cannot be told now',
    tooLarge:
      'Kafka accepts no command of this size here. Nothing was changed; shorten the texts and send it again.',
  }),
  DAILY_LIMIT: { status: 429, title: 'That is more than a customer may order a day' },
  NO_SUCH_INCIDENT: { status: 404, title: 'There is no such incident, or no longer' },
  TOO_MANY_DISCARDS: {
    status: 429,
    code: 'OVERLOADED',
    title: 'Too many records are being discarded',
    retryAfter: 1,
  },
  LIMIT_REACHED: { status: 409, title: 'There are too many of them' },
  NO_SUCH_BOARD: { status: 404, title: 'There is no such wall screen, or no longer' },
  NO_SUCH_LINK: { status: 404, title: 'There is no such link, or no longer' },
  NO_SUCH_COOK: { status: 404, title: 'There is no such person with a code' },
  NOT_A_BOARD: {
    status: 403,
    title: 'Only a wall screen can do that',
    detail: 'Who signs in as a person needs no code.',
  },
  WRONG_CODE: {
    status: 403,
    title: 'The code does not fit',
    detail: 'It is wrong, has expired, or is that of somebody who does not work at this stage.',
  },
  CODE_LOCKED: {
    status: 429,
    title: 'Too many wrong codes',
    detail: 'Wait half a minute, then try again.',
    retryAfter: 30,
  },
  BADGE_TAKEN: { status: 409, title: 'Somebody else has this badge' },
  COOK_SIGNED_OUT: {
    status: 403,
    title: 'Say who you are again',
    detail: 'It is too long ago that a code was given at this screen.',
  },
  INVALID_CURSOR: {
    status: 400,
    title: 'The cursor does not fit',
    errors: [{ field: 'after', detail: 'must be the `after` of an earlier page' }],
  },
};

/**
 * A failure as a Problem. A FAULT is masked: the reason is in the incident and the processor's log.
 * @param pointerOf turns a JSON pointer below the details into one into the request's body
 */
export function problemOf(
  failure: RequestFailure,
  pointerOf: (field: string) => string = (field) => `/details${field}`,
): Problem {
  const { code, detail, fields, retryAfter } = failure;
  const options: ProblemOptions = { code, ...problemTable[code] };
  if (retryAfter !== undefined) options.retryAfter = retryAfter;
  if (code !== 'FAULT') {
    if (detail !== undefined) options.detail = detail;
    if (fields) options.errors = fields.map((f) => ({ pointer: pointerOf(f.field), detail: f.detail }));
  }
  return new Problem(options, failure);
}

/** What to answer for an error: a Problem for a failure, any other error unchanged. */
export function asProblem(error: unknown, pointerOf?: (field: string) => string): unknown {
  return error instanceof RequestFailure ? problemOf(error, pointerOf) : error;
}
