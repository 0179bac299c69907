import { Problem } from './problem.ts';

/**
 * The Idempotency-Key of a request, undefined without one.
 * Throws Problem 400 unless it is 1 to 255 visible ASCII characters.
 */
export function idempotencyKeyOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (/^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw new Problem({
    status: 400,
    code: 'INVALID_IDEMPOTENCY_KEY',
    title: 'The idempotency key does not fit',
    errors: [{ field: 'Idempotency-Key', detail: 'must be 1 to 255 visible ASCII characters' }],
  });
}
