import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

const reasons = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  500: 'InternalError',
  503: 'ServiceUnavailable',
} as const satisfies Partial<Record<ContentfulStatusCode, string>>;

/** An error in the format of Kubernetes clients: a `Status` object. */
export function failure(c: Context, code: keyof typeof reasons, message: string): Response {
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    reason: reasons[code],
    message,
    code,
  };
  return c.json(body, code);
}
