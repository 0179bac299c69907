import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { SetupError } from '../setup-error.ts';

export type Cupcakes = { Flavour: string; Size: string; Quantity: number };

const GIVE_UP_AFTER_MS = 60_000;
// Not there, overloaded or restarting: the same request with the same key is safe and worth another try.
// 202 says that the decision is still to come; the next try gets it.
const passing = new Set([202, 429, 502, 503, 504]);

/**
 * Places an order and returns its id. A connection that fails or a passing refusal is tried again for a
 * minute with the same key, so however often the request arrived, there is one order. Throws otherwise.
 * `retrying` is told the reason of each further try.
 */
export const placeOrder = async (
  url: string,
  order: Cupcakes,
  key: string,
  signal: AbortSignal,
  retrying: (reason: string) => void = () => {},
): Promise<string> => {
  const deadline = Date.now() + GIVE_UP_AFTER_MS;
  for (let pause = 200; ; pause = Math.min(pause * 2, 2000)) {
    const outcome = await tryPlace(url, order, key).catch(reasonToRetry);
    if (typeof outcome !== 'string') return outcome.id;
    if (Date.now() > deadline) throw new SetupError(`not placed within a minute: ${outcome}`);
    retrying(outcome);
    await sleep(pause, undefined, { signal });
  }
};

// fetch fails by a TypeError or a timeout; a refusal for good is ours and goes on to the caller.
const reasonToRetry = (error: unknown): string => {
  if (error instanceof SetupError) throw error;
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.message : String(error);
};

const tryPlace = async (url: string, order: Cupcakes, key: string): Promise<{ id: string } | string> => {
  const answer = await fetch(`${url}/api/v1/order`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ Order: order }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await answer.text();
  if (passing.has(answer.status)) return `status ${answer.status}`;
  const id = answer.headers.get('location')?.split('/').pop();
  if (answer.ok && id) return { id };
  throw new SetupError(`The order was refused with status ${answer.status}: ${text.slice(0, 300)}`);
};

const orderStatus = z.object({ status: z.string() });

/** The order's status now; undefined when it cannot be told (the service is away, or has not read so far yet). */
export const readStatus = async (url: string, id: string): Promise<string | undefined> => {
  try {
    const answer = await fetch(`${url}/api/v1/order/${encodeURIComponent(id)}`, {
      signal: AbortSignal.timeout(5000),
    });
    const body: unknown = await answer.json();
    return answer.ok ? orderStatus.parse(body).status : undefined;
  } catch {
    return undefined;
  }
};
