import type { RequestContext } from '../../orders/orders-service.ts';
import type { ApiContext } from '../openapi/route.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';

/** More than the longest details (65,536 characters) need in UTF-8. */
export const maxBodyBytes = 300_000;

/** Who asks, under which idempotency key and trace. Throws Problem 400 for a key that does not fit. */
export function requestContextOf(c: ApiContext): RequestContext {
  return {
    principal: c.get('principal'),
    idempotencyKey: idempotencyKeyOf(c.req.header('idempotency-key')),
    traceparent: c.get('traceparent'),
  };
}

/** 202: Kafka has the request, but the decision takes longer than this request waits. */
export function accepted202(c: ApiContext, orderId: string, location: string): Response {
  return c.json({ status: 'pending', correlationId: orderId, location }, 202, {
    location,
    'retry-after': '1',
  });
}
