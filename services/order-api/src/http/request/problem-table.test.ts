import { refusalCodes } from '@cupcakery/workflow/contracts/refusal';
import { describe, expect, it } from 'vitest';
import { RequestFailure } from '../../failures/request-failure.ts';
import { asProblem, problemOf, problemTable } from './problem-table.ts';

describe('refusals over HTTP', () => {
  it('have an answer for each code', () => {
    const statuses = Object.fromEntries(refusalCodes.map((code) => [code, problemTable[code].status]));
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
      INTAKE_PAUSED: 409,
      FAULT: 500,
    });
  });

  it('contain the sentence and the fields, but not what went wrong inside', async () => {
    const errors = [{ field: '/size', detail: 'must be one of S, M' }];
    const invalid = await problemOf(new RequestFailure('INVALID', { detail: 'no', fields: errors }))
      .toResponse()
      .json();
    expect(invalid).toMatchObject({
      code: 'INVALID',
      detail: 'no',
      errors: [{ pointer: '/details/size', detail: 'must be one of S, M' }],
    });
    const fault = await problemOf(new RequestFailure('FAULT', { detail: 'stack' }))
      .toResponse()
      .text();
    expect(fault).not.toContain('stack');
  });
});

describe('failures of order-api over HTTP', () => {
  it.each([
    ['DETAILS_INVALID', 400, 'INVALID_FIELDS', null],
    ['INVALID_CURSOR', 400, 'INVALID_CURSOR', null],
    ['NO_SUCH_INCIDENT', 404, 'NO_SUCH_INCIDENT', null],
    ['ARCHIVED', 410, 'ARCHIVED', null],
    ['TOO_LARGE', 413, 'TOO_LARGE', null],
    ['TOO_MANY_PENDING', 429, 'TOO_MANY_REQUESTS', '1'],
    ['TOO_MANY_DISCARDS', 429, 'OVERLOADED', '1'],
    ['BACKLOG_TOO_LONG', 503, 'OVERLOADED', '5'],
    ['KAFKA_UNAVAILABLE', 503, 'UNAVAILABLE', '5'],
    ['VIEW_BEHIND', 503, 'UNAVAILABLE', '5'],
  ] as const)('answer %s with %i %s', async (failure, status, code, retryAfter) => {
    const response = problemOf(new RequestFailure(failure)).toResponse();
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter]);
    expect(await response.json()).toMatchObject({
      type: `urn:cupcakery:problem:${code}`,
      code,
      title: problemTable[failure].title,
    });
  });

  it('name fields as the request has them', async () => {
    const failure = new RequestFailure('DETAILS_INVALID', { fields: [{ field: '/size', detail: 'is bad' }] });
    const problem = asProblem(failure, (field) => `/Order${field}`);
    expect(problem).toMatchObject({ options: { errors: [{ pointer: '/Order/size', detail: 'is bad' }] } });
  });

  it('leave other errors alone', () => {
    const bug = new TypeError('bug');
    expect(asProblem(bug)).toBe(bug);
  });
});
