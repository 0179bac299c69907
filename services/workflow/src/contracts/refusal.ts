/** Why a command changed nothing. Edges map each code to HTTP and GraphQL in one table each. */
export const refusalCodes = [
  'INVALID',
  'KEY_REUSED',
  'NOT_FOUND',
  'NOT_AT_STAGE',
  'CLAIMED',
  'NOT_CLAIMED',
  'AT_INCIDENT',
  'NOT_AN_INCIDENT',
  'TOO_LATE',
  'CLOSED',
  'STALE',
  'FAULT',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** A refusal is an answer, not an exception: what was refused and a sentence for people. */
export type Refusal = { code: RefusalCode; message: string; errors?: { field: string; detail: string }[] };
