import { idempotencyKeyOf } from '@cupcakery/kit/http/idempotency-key';
import type { RequestContext } from '../../orders/orders-service.ts';
import type { ApiContext } from './api-context.ts';

/** The caller, the idempotency key and the trace of a request. Throws Problem 400 for a malformed key. */
export function requestContextOf(c: ApiContext): RequestContext {
  return {
    principal: c.get('principal'),
    idempotencyKey: idempotencyKeyOf(c.req.header('idempotency-key')),
    traceparent: c.get('traceparent'),
  };
}
