import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { SetupError } from '../toolbox/setup-error.ts';

export type Cupcakes = { Flavour: string; Size: string; Quantity: number };

/** Where orders are placed; `token` gives an access token, where requests need one. */
export type OrderApi = { url: string; token?: (signal: AbortSignal) => Promise<string> };

const GIVE_UP_AFTER_MS = 60_000;
// Absent, overloaded or restarting: a retry with the same key is safe. 202 means that the decision is still
// pending; a retry gets it.
const retryableStatuses = new Set([202, 429, 502, 503, 504]);

/**
 * Places an order and returns its id. A failed connection or a temporary refusal is retried for a minute with the
 * same key, so there is one order however often the request arrived. Throws otherwise. `onRetry` is called with the
 * reason of each retry.
 */
export async function placeOrder(
  api: OrderApi,
  order: Cupcakes,
  key: string,
  signal: AbortSignal,
  onRetry: (reason: string) => void = () => {},
): Promise<string> {
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  for (let pause = 200; ; pause = Math.min(pause * 2, 2000)) {
    const outcome = await tryPlace(api, order, key).catch(reasonToRetry);
    if (typeof outcome !== 'string') return outcome.id;
    if (Date.now() > deadline) throw new SetupError(`not placed within a minute: ${outcome}`);
    onRetry(outcome);
    await sleep(pause, undefined, { signal });
  }
}

// fetch fails with a TypeError or a timeout; a permanent refusal is a SetupError and goes to the caller.
function reasonToRetry(error: unknown): string {
  if (error instanceof SetupError) throw error;
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.message : String(error);
}

async function tryPlace(api: OrderApi, order: Cupcakes, key: string): Promise<{ id: string } | string> {
  const signal = AbortSignal.timeout(15_000);
  const answer = await fetch(`${api.url}/api/v1/order`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(await authorization(api, signal)),
    },
    body: JSON.stringify({ Order: order }),
    signal,
  });
  const text = await answer.text();
  if (retryableStatuses.has(answer.status)) return `status ${answer.status}`;
  const id = answer.headers.get('location')?.split('/').pop();
  if (answer.ok && id) return { id };
  throw new SetupError(`The order was refused with status ${answer.status}: ${text.slice(0, 300)}`);
}

/** The header that a request needs; none where everyone on this machine may ask. */
export async function authorization(api: OrderApi, signal: AbortSignal): Promise<Record<string, string>> {
  return api.token === undefined ? {} : { authorization: `Bearer ${await api.token(signal)}` };
}

const orderStatus = z.object({ status: z.string() });

/** The order's status now; undefined when it is unknown (the service is down, or its view is not that far yet). */
export async function readStatus(api: OrderApi, id: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(5000);
    const answer = await fetch(`${api.url}/api/v1/order/${encodeURIComponent(id)}`, {
      headers: await authorization(api, signal),
      signal,
    });
    const body: unknown = await answer.json();
    return answer.ok ? orderStatus.parse(body).status : undefined;
  } catch {
    return undefined;
  }
}
