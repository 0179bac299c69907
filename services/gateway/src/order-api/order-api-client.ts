import { randomUUID } from 'node:crypto';
import { forwardHeaders, type Principal } from '@cupcakery/kit/auth/principal';
import type { Logger } from '@cupcakery/kit/log';
import { traceFields } from '@cupcakery/kit/trace';
import { traceRequest } from '@cupcakery/kit/tracing/trace-request';
import { noTracer, type Tracer } from '@cupcakery/kit/tracing/tracer';
import { z } from 'zod';
import { type ApiError, errorsOf, problemShape } from './api-errors.ts';

/** The outcome of a command: the body of order-api's answer, or why nothing changed. */
export type ApiAnswer<T> =
  | { body: T; errors: [] }
  /** `orderId`: of an order that was accepted and is not decided yet. */
  | { body: undefined; errors: ApiError[]; orderId?: string };

export type ApiRequest = {
  /** Below `/api/v1/workflows/`. */
  path: readonly string[];
  body: unknown;
  principal: Principal;
  traceparent: string;
  /** The client's: order-api is behind this gateway as behind a proxy. */
  address: string;
  idempotencyKey: string | undefined;
};

/** Forwards commands in the caller's name: order-api checks again whether the caller may send them. */
export type OrderApi = {
  /**
   * Never rejects: a failure is an answer with errors.
   * @param shape of the body of a successful answer
   */
  post<T>(request: ApiRequest, shape: z.ZodType<T>): Promise<ApiAnswer<T>>;
};

const acceptedShape = z.object({ correlationId: z.string() });

const failure = (code: ApiError['code'], message: string) => ({
  body: undefined,
  errors: [{ code, message }],
});
const unavailable = () => failure('UNAVAILABLE', 'Orders cannot be taken right now; try again.');

/** @param url order-api's, without a path */
export function createOrderApi(options: {
  url: string;
  timeoutMs: number;
  log: Logger;
  tracer?: Tracer;
}): OrderApi {
  const { url, timeoutMs, log, tracer = noTracer } = options;

  async function send(request: ApiRequest, key: string): Promise<Response> {
    const path = request.path.map(encodeURIComponent).join('/');
    const target = `${url}/api/v1/workflows/${path}`;
    const send = (traceparent = request.traceparent) =>
      fetch(target, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': key,
          traceparent,
          'x-forwarded-for': request.address,
          ...forwardHeaders(request.principal),
        },
        body: JSON.stringify(request.body),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
    const traced = { method: 'POST', url: target, parent: request.traceparent };
    return traceRequest(tracer, traced, send, ({ status }) => status);
  }

  return {
    async post(request, shape) {
      const fault = faultOf(request);
      if (fault) return { body: undefined, errors: [fault] };
      // With an idempotency key the one retry after a broken connection is safe.
      const key = request.idempotencyKey ?? randomUUID();
      let response: Response;
      try {
        response = await send(request, key).catch((error: unknown) => {
          if (isTimeout(error)) throw error;
          return send(request, key);
        });
      } catch (err) {
        log.warn({ err, ...traceFields(request.traceparent) }, 'order-api does not answer');
        return isTimeout(err) ? failure('PENDING', 'Not answered in time: look again.') : unavailable();
      }
      return readAnswer(response, shape, log.child(traceFields(request.traceparent)));
    },
  };
}

/** Refuses what no URL or header can carry. */
function faultOf({ path, idempotencyKey }: ApiRequest): ApiError | undefined {
  if (path.some((step) => /^\.{0,2}$/.test(step)))
    return { code: 'NOT_FOUND', message: 'There is no such order.' };
  if (idempotencyKey === undefined || /^[\x21-\x7e]{1,255}$/.test(idempotencyKey)) return undefined;
  return { code: 'INVALID', message: 'An idempotency key is 1 to 255 visible ASCII characters.' };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

async function readAnswer<T>(response: Response, shape: z.ZodType<T>, log: Logger): Promise<ApiAnswer<T>> {
  // No body is no answer that can be read, which is logged below.
  const body: unknown = await response.json().catch(() => undefined);
  if (response.status === 202) {
    const accepted = acceptedShape.safeParse(body);
    return {
      ...failure('PENDING', 'Accepted, not yet decided: look again.'),
      ...(accepted.success ? { orderId: accepted.data.correlationId } : {}),
    };
  }
  if (response.ok) {
    const answer = shape.safeParse(body);
    if (answer.success) return { body: answer.data, errors: [] };
  }
  const problem = problemShape.safeParse(body);
  if (!response.ok && problem.success) {
    return { body: undefined, errors: errorsOf(response.status, problem.data) };
  }
  log.error({ status: response.status }, 'order-api gave an answer that cannot be read');
  return unavailable();
}
