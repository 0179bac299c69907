import { type RefusalCode, refusalCodes } from '@cupcakery/workflow/contracts/refusal';
import { z } from 'zod';

/** Why a command changed nothing: a refusal of a decider, or what kept the command from being decided. */
export type ApiErrorCode =
  | RefusalCode
  | 'EXISTS'
  | 'UNKNOWN_REFERENCE'
  | 'FULL'
  | 'TOO_LARGE'
  | 'DAILY_LIMIT'
  | 'FORBIDDEN'
  | 'UNAVAILABLE'
  | 'PENDING';

/** Why nothing changed; `field` is a JSON pointer into the details, or the item. */
export type ApiError = { code: ApiErrorCode; message: string; field?: string };

/** The members of RFC 9457 problem details that are read here. */
export const problemShape = z.object({
  title: z.string(),
  code: z.string(),
  detail: z.string().optional(),
  errors: z
    .array(z.object({ pointer: z.string().optional(), field: z.string().optional(), detail: z.string() }))
    .optional(),
});
type ProblemBody = z.infer<typeof problemShape>;

/** The one table from problem codes to error codes. The refusals of the deciders keep their names. */
const others: Record<string, ApiErrorCode> = {
  INVALID_FIELDS: 'INVALID',
  INVALID_JSON: 'INVALID',
  TOO_DEEP: 'INVALID',
  INVALID_BODY: 'INVALID',
  BODY_TOO_LARGE: 'INVALID',
  INVALID_IDEMPOTENCY_KEY: 'INVALID',
  NO_SUCH_WORKFLOW: 'NOT_FOUND',
  // A repeated request would be refused all day, so it is none that a client may retry as UNAVAILABLE.
  DAILY_LIMIT: 'DAILY_LIMIT',
  FORBIDDEN: 'FORBIDDEN',
  UNAUTHENTICATED: 'FORBIDDEN',
  INTERNAL: 'FAULT',
  // Of the shop's decider.
  EXISTS: 'EXISTS',
  UNKNOWN_REFERENCE: 'UNKNOWN_REFERENCE',
  FULL: 'FULL',
  TOO_LARGE: 'TOO_LARGE',
  UNKNOWN_COLLECTION: 'UNAVAILABLE',
};

function isRefusal(code: string): code is RefusalCode {
  return (refusalCodes as readonly string[]).includes(code);
}

/** The error code of any problem, also of one that is newer than this table. */
export function apiErrorCode(status: number, code: string): ApiErrorCode {
  if (isRefusal(code)) return code;
  if (Object.hasOwn(others, code)) return others[code] ?? 'FAULT';
  if (status === 429 || status >= 502) return 'UNAVAILABLE';
  return status >= 500 ? 'FAULT' : status === 404 ? 'NOT_FOUND' : status === 403 ? 'FORBIDDEN' : 'INVALID';
}

/** One error for each field that the problem names, else one for the whole request. */
export function errorsOf(status: number, problem: ProblemBody): ApiError[] {
  const code = apiErrorCode(status, problem.code);
  if (!problem.errors?.length) return [{ code, message: problem.detail ?? problem.title }];
  return problem.errors.map(({ pointer, field, detail }) => {
    const inDetails = pointer?.startsWith('/details') ? pointer.slice('/details'.length) : (pointer ?? field);
    return { code, message: detail, ...(inDetails ? { field: inDetails } : {}) };
  });
}
