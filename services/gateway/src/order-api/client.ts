import { randomUUID } from 'node:crypto';
import { forwardHeaders, type Principal } from '@cupcakery/kit/auth/principal';
import type { Logger } from '@cupcakery/kit/log';
import { childTraceparent } from '@cupcakery/kit/trace';
import { type Order, orderSchema } from '@cupcakery/workflow/order';
import { z } from 'zod';
import { type ApiError, errorsOf, problemShape } from './api-errors.ts';

/** What order-api said: the order after the change, or why there was none. */
export type ApiAnswer = { order: Order | null; errors: ApiError[] };

export type ApiRequest = {
  /** Below `/api/v1/workflows/`. */
  path: readonly string[];
  body: unknown;
  principal: Principal;
  traceparent: string;
  idempotencyKey: string | undefined;
};

/** Sends commands on in the caller's own name: order-api decides again whether the caller may. */
export type OrderApi = { post(request: ApiRequest): Promise<ApiAnswer> };

const answerShape = z.object({ order: orderSchema });
const unavailable = (message: string): ApiAnswer => ({
  order: null,
  errors: [{ code: 'UNAVAILABLE', message }],
});

export function createOrderApi(options: { url: string; timeoutMs: number; log: Logger }): OrderApi {
  const { url, timeoutMs, log } = options;

  async function send(request: ApiRequest, key: string): Promise<Response> {
    const path = request.path.map(encodeURIComponent).join('/');
    return fetch(`${url}/api/v1/workflows/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        traceparent: childTraceparent(request.traceparent),
        ...forwardHeaders(request.principal),
      },
      body: JSON.stringify(request.body),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  }

  return {
    async post(request) {
      const fault = faultOf(request);
      if (fault) return { order: null, errors: [fault] };
      // A key of our own makes the one repetition after a broken connection safe.
      const key = request.idempotencyKey ?? randomUUID();
      let response: Response;
      try {
        response = await send(request, key).catch((error: unknown) => {
          if (isTimeout(error)) throw error;
          return send(request, key);
        });
      } catch (err) {
        log.warn({ err }, 'order-api does not answer');
        return isTimeout(err)
          ? { order: null, errors: [{ code: 'PENDING', message: 'Not answered in time: look again.' }] }
          : unavailable('Orders cannot be taken right now; try again.');
      }
      return readAnswer(response, log);
    },
  };
}

/** What no URL or header can carry is refused here. */
function faultOf({ path, idempotencyKey }: ApiRequest): ApiError | undefined {
  if (path.some((step) => /^\.{0,2}$/.test(step)))
    return { code: 'NOT_FOUND', message: 'There is no such order.' };
  if (idempotencyKey === undefined || /^[\x21-\x7e]{1,255}$/.test(idempotencyKey)) return undefined;
  return { code: 'INVALID', message: 'An idempotency key is 1 to 255 visible ASCII characters.' };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

async function readAnswer(response: Response, log: Logger): Promise<ApiAnswer> {
  const body: unknown = await response.json().catch(() => undefined);
  if (response.status === 202) {
    return { order: null, errors: [{ code: 'PENDING', message: 'Accepted, not yet decided: look again.' }] };
  }
  if (response.ok) {
    const answer = answerShape.safeParse(body);
    if (answer.success) return { order: answer.data.order, errors: [] };
  }
  const problem = problemShape.safeParse(body);
  if (!response.ok && problem.success)
    return { order: null, errors: errorsOf(response.status, problem.data) };
  log.error({ status: response.status }, 'order-api gave an answer that cannot be read');
  return unavailable('Orders cannot be taken right now; try again.');
}
