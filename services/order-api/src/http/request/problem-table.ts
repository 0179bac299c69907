import { Problem, type ProblemOptions } from '@cupcakery/kit/http/problem';
import type { Reply } from '@cupcakery/workflow/contracts/records';
import type { RefusalCode } from '@cupcakery/workflow/contracts/refusal';

/** The one table from the decider's refusals to HTTP. */
export const refusalAnswers: Record<RefusalCode, { status: number; title: string }> = {
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
  FAULT: { status: 500, title: 'Something went wrong here' },
};

/** A refused reply as a Problem. A FAULT is masked: the reason is in the incident and the processor's log. */
export function refusalProblem(
  code: RefusalCode,
  { message, errors }: Pick<Reply, 'message' | 'errors'>,
  pointerOf: (field: string) => string = (field) => `/details${field}`,
): Problem {
  const { status, title } = refusalAnswers[code];
  const options: ProblemOptions = { status, code, title };
  if (code === 'FAULT') return new Problem(options, new Error(message));
  if (message !== undefined) options.detail = message;
  if (errors) options.errors = errors.map(({ field, detail }) => ({ pointer: pointerOf(field), detail }));
  return new Problem(options);
}

/** No order of that id, or none that the caller may see: the two must look alike. */
export function noSuchOrder(orderId: string): Problem {
  return refusalProblem('NOT_FOUND', { message: `there is no order ${orderId.slice(0, 200)}` });
}
