import { expect, it } from 'vitest';
import { ShopFailure } from '../items/shop-failure.ts';
import { problemOf, problemTable } from './problem-table.ts';

it('has a status for each failure', () => {
  const statuses = Object.fromEntries(
    Object.entries(problemTable).map(([code, { status }]) => [code, status]),
  );
  expect(statuses).toEqual({
    ...{
      EXISTS: 409,
      FAULT: 500,
      FULL: 409,
      STALE: 412,
      UNKNOWN_REFERENCE: 422,
      KEY_REUSED: 422,
      UNKNOWN_COLLECTION: 503,
    },
    ...{ TOO_LARGE: 413, INVALID_FIELDS: 400, TOO_MANY_PENDING: 429, BACKLOG_TOO_LONG: 503 },
    ...{ KAFKA_UNAVAILABLE: 503, VIEW_BEHIND: 503 },
  });
});

it('names fields as the request has them, and when to try again', async () => {
  const fields = [{ field: '/price', detail: 'is required' }];
  const invalid = problemOf('INVALID_FIELDS', new ShopFailure('INVALID_FIELDS', { fields })).toResponse();
  expect(await invalid.json()).toMatchObject({ errors: [{ pointer: '/price', detail: 'is required' }] });
  const away = problemOf('KAFKA_UNAVAILABLE', new ShopFailure('KAFKA_UNAVAILABLE')).toResponse();
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await away.json()).toMatchObject({ code: 'UNAVAILABLE' });
});
