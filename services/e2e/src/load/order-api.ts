import { z } from 'zod';

const answerBody = z.object({ order: z.object({ id: z.string(), status: z.string() }) });
const problemBody = z.object({ code: z.string() });

/** The answer of order-api, or the reason to retry. */
export type ApiAnswer =
  | { kind: 'order'; id: string; status: string }
  | { kind: 'refused'; status: number; code: string }
  | { kind: 'retry'; why: string };

/** Absent, overloaded or restarting; 202 means that the decision is still pending. */
const retryableStatuses = new Set([202, 429, 502, 503, 504]);

/**
 * One POST with an idempotency key. Never throws: every failure can be retried with the same key.
 * @param headers such as a token; one that cannot be had now is a failure as any other
 */
export async function postIdempotently(
  url: string,
  key: string,
  body: unknown,
  headers: () => Promise<Record<string, string>> = async () => ({}),
): Promise<ApiAnswer> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...(await headers()), 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(8000),
    });
    const text = await answer.text();
    const code = problemBody.safeParse(text === '' ? undefined : JSON.parse(text)).data?.code;
    if (retryableStatuses.has(answer.status)) {
      return { kind: 'retry', why: ['status', answer.status, code].filter(Boolean).join(' ') };
    }
    if (answer.ok) {
      const { order } = answerBody.parse(JSON.parse(text));
      return { kind: 'order', ...order };
    }
    return { kind: 'refused', status: answer.status, code: code ?? text };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { kind: 'retry', why: cause instanceof Error ? cause.message : String(cause) };
  }
}
