import type { ApiContext } from './api-context.ts';

/** 202: Kafka has the command, but the decision takes longer than this request waits. */
export function accepted202(c: ApiContext, orderId: string, location: string): Response {
  return c.json({ status: 'pending', correlationId: orderId, location }, 202, {
    location,
    'retry-after': '1',
  });
}

/** 201 for an order that was placed; `replayed`: by an earlier request with the same idempotency key. */
export function created201(
  c: ApiContext,
  body: object,
  { location, replayed }: { location: string; replayed: boolean },
): Response {
  return c.json(body, 201, { location, ...(replayed ? { 'idempotent-replayed': 'true' } : {}) });
}
