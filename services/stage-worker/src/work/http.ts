import type { Stage } from '@cupcakery/workflow/file/workflow-file';
import { z } from 'zod';
import type { Work, WorkResult } from './work.ts';

const answerSchema = z.object({ outcome: z.string().optional(), reason: z.string().optional() });
const maxAnswerBytes = 65_536;

/**
 * Posts the ticket to the stage's URL. 2xx: done (a JSON body may name the `outcome`); 409 and 422: failed for
 * good; no connection, or 503 with Retry-After: the target is down; anything else: worth another attempt.
 * The target sees the same `Idempotency-Key` (order/stage/visit) however often the ticket is tried.
 */
export function createHttpWork(stage: Stage): Work {
  const url = stage.url;
  if (url === undefined) throw new Error(`stage ${stage.name} has no url`);
  return async (ticket, signal) => {
    const timeout = AbortSignal.timeout(stage.timeout * 1000);
    let response: Response;
    try {
      response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.any([signal, timeout]),
        headers: {
          'content-type': 'application/json',
          'idempotency-key': `${ticket.orderId}/${stage.name}/${ticket.visit}`,
          ...(ticket.traceparent === undefined ? {} : { traceparent: ticket.traceparent }),
        },
        body: new Uint8Array(ticket.value),
      });
      const text = await readBounded(response);
      return judge(stage, response, text);
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.aborted)
        return { result: 'retry', reason: `${url} did not answer within ${stage.timeout} s` };
      return { result: 'down', reason: `${url}: ${causeOf(error)}` };
    }
  };
}

function judge(
  stage: Stage,
  response: Response,
  text: string,
): WorkResult | { result: 'retry'; reason: string } {
  const answer = parseAnswer(text);
  if (response.ok) {
    if (answer.outcome === undefined || !stage.outcomes) return { result: 'done' };
    return { result: 'done', outcome: answer.outcome };
  }
  const reason = `${stage.url} answered ${response.status}${answer.reason === undefined ? '' : `: ${answer.reason}`}`;
  if (response.status === 409 || response.status === 422) return { result: 'failed', reason };
  if (response.status === 503 && response.headers.has('retry-after')) return { result: 'down', reason };
  return { result: 'retry', reason };
}

function parseAnswer(text: string): z.infer<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch {
    // The body is optional; a status is enough.
    return {};
  }
}

async function readBounded(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > maxAnswerBytes) break;
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message;
}
