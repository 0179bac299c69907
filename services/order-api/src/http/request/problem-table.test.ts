import { refusalCodes } from '@cupcakery/workflow/contracts/refusal';
import { describe, expect, it } from 'vitest';
import { refusalAnswers, refusalProblem } from './problem-table.ts';

describe('refusals over HTTP', () => {
  it('has an answer for each code', () => {
    const statuses = Object.fromEntries(refusalCodes.map((code) => [code, refusalAnswers[code].status]));
    expect(statuses).toEqual({
      INVALID: 422,
      KEY_REUSED: 422,
      NOT_FOUND: 404,
      NOT_AT_STAGE: 409,
      CLAIMED: 409,
      NOT_CLAIMED: 409,
      AT_INCIDENT: 409,
      NOT_AN_INCIDENT: 409,
      TOO_LATE: 409,
      CLOSED: 409,
      STALE: 409,
      FAULT: 500,
    });
  });

  it('passes on the sentence and the fields, but not what went wrong inside', async () => {
    const errors = [{ field: '/size', detail: 'must be one of S, M' }];
    const invalid = await refusalProblem('INVALID', { message: 'no', errors }).toResponse().json();
    expect(invalid).toMatchObject({
      code: 'INVALID',
      detail: 'no',
      errors: [{ pointer: '/details/size', detail: 'must be one of S, M' }],
    });
    const fault = await refusalProblem('FAULT', { message: 'stack' }).toResponse().text();
    expect(fault).not.toContain('stack');
  });
});
