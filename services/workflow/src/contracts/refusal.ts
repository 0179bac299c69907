/** Why a command changed nothing. HTTP and GraphQL map the codes in one table each, at their edge. */
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
  'INTAKE_PAUSED',
  'FAULT',
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

/** A refusal is an answer, not an exception: a code, a sentence for people, and the fields at fault. */
export type Refusal = { code: RefusalCode; message: string; errors?: { field: string; detail: string }[] };
