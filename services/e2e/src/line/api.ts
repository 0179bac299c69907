import { z } from 'zod';

const answerBody = z.object({ order: z.object({ id: z.string(), status: z.string() }) });
const problemBody = z.object({ code: z.string() });

/** What order-api said, or that it is worth asking again. */
export type Answer =
  | { kind: 'order'; id: string; status: string }
  | { kind: 'refused'; status: number; code: string }
  | { kind: 'again'; why: string };

/** Not there, overloaded or restarting; 202 says that the decision is still to come. */
const passing = new Set([202, 429, 502, 503, 504]);

/** One POST with an idempotency key. Never throws: whatever breaks is worth another try with the same key. */
export async function post(
  url: string,
  key: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(8000),
    });
    const text = await answer.text();
    const code = problemBody.safeParse(text === '' ? undefined : JSON.parse(text)).data?.code;
    if (passing.has(answer.status)) {
      return { kind: 'again', why: ['status', answer.status, code].filter(Boolean).join(' ') };
    }
    if (answer.ok) {
      const { order } = answerBody.parse(JSON.parse(text));
      return { kind: 'order', ...order };
    }
    return { kind: 'refused', status: answer.status, code: code ?? text };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { kind: 'again', why: cause instanceof Error ? cause.message : String(cause) };
  }
}
