import { type RefusalCode, refusalCodes } from '@cupcakery/workflow/contracts/refusal';
import { z } from 'zod';
import type { UserErrorCode } from '../generated/resolvers.ts';

/** Why nothing changed; `field` is a JSON pointer into the details. */
export type ApiError = { code: UserErrorCode; message: string; field?: string };

/** Of RFC 9457 problem details what is read here. */
export const problemShape = z.object({
  title: z.string(),
  code: z.string(),
  detail: z.string().optional(),
  errors: z
    .array(z.object({ pointer: z.string().optional(), field: z.string().optional(), detail: z.string() }))
    .optional(),
});
type ProblemBody = z.infer<typeof problemShape>;

/** The one table from problem codes to those of the schema. The decider's refusals keep their names. */
const others: Record<string, UserErrorCode> = {
  INVALID_FIELDS: 'INVALID',
  INVALID_JSON: 'INVALID',
  INVALID_BODY: 'INVALID',
  BODY_TOO_LARGE: 'INVALID',
  INVALID_IDEMPOTENCY_KEY: 'INVALID',
  NO_SUCH_WORKFLOW: 'NOT_FOUND',
  FORBIDDEN: 'FORBIDDEN',
  UNAUTHENTICATED: 'FORBIDDEN',
  INTERNAL: 'FAULT',
};

function isRefusal(code: string): code is RefusalCode {
  return (refusalCodes as readonly string[]).includes(code);
}

/** A code of the schema for any problem, also for one that is newer than this table. */
export function userErrorCode(status: number, code: string): UserErrorCode {
  if (isRefusal(code)) return code;
  if (Object.hasOwn(others, code)) return others[code] ?? 'FAULT';
  if (status === 429 || status >= 502) return 'UNAVAILABLE';
  return status >= 500 ? 'FAULT' : status === 404 ? 'NOT_FOUND' : status === 403 ? 'FORBIDDEN' : 'INVALID';
}

/** One error per field that the problem names, else one for all. */
export function errorsOf(status: number, problem: ProblemBody): ApiError[] {
  const code = userErrorCode(status, problem.code);
  if (!problem.errors?.length) return [{ code, message: problem.detail ?? problem.title }];
  return problem.errors.map(({ pointer, field, detail }) => {
    const inDetails = pointer?.startsWith('/details') ? pointer.slice('/details'.length) : (pointer ?? field);
    return { code, message: detail, ...(inDetails ? { field: inDetails } : {}) };
  });
}
