import { expect, test } from 'vitest';
import { closingOf } from './close-codes.ts';

test('a close says where to resume, as long as the frame has room for it', () => {
  expect(closingOf('slow', 'AbC')).toEqual({ code: 4410, reason: 'too slow; resume after AbC' });
  const { reason } = closingOf('slow', 'x'.repeat(200));
  expect(reason).toBe('too slow; resume after your last cursor');
});

test('each reason has its code', () => {
  expect(closingOf('shutdown', undefined).code).toBe(1001);
  expect(closingOf('token_expired', undefined).code).toBe(4403);
  expect(closingOf('too_fast', undefined).code).toBe(4430);
});
