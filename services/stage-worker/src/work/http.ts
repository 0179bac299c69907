import type { Stage } from '@cupcakery/workflow/file/workflow-file';
import { z } from 'zod';
import type { Probe, Work, WorkResult } from './work.ts';

const answerSchema = z.object({ outcome: z.string().optional(), reason: z.string().optional() });
const maxAnswerBytes = 65_536;

/**
 * Posts the ticket to the stage's URL. 2xx: done (a JSON body names the `outcome` if the stage has some; failed for
 * good if it names none of them); 409 and 422: failed for good; no connection, or 503 with Retry-After: the target is down; anything else: worth another attempt.
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

/**
 * Asks the stage's URL for its headers, without a ticket. Any response means that the target is up, also 404 or 405: a
 * target need not know HEAD; only 503 with Retry-After means that it is not.
 */
export function createHttpProbe(stage: Stage): Probe {
  const { url } = stage;
  if (url === undefined) throw new Error(`stage ${stage.name} has no url`);
  return async (signal) => {
    try {
      const response = await fetch(url, {
        method: 'HEAD',
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(stage.timeout * 1000)]),
      });
      return { up: !saysDown(response) };
    } catch {
      // Still down, or about to stop: the next probe tells.
      return { up: false };
    }
  };
}

const saysDown = ({ status, headers }: Response): boolean => status === 503 && headers.has('retry-after');

function judge(
  stage: Stage,
  response: Response,
  text: string,
): WorkResult | { result: 'retry'; reason: string } {
  const answer = parseAnswer(text);
  if (response.ok) {
    if (!stage.outcomes) return { result: 'done' };
    if (answer.outcome !== undefined && stage.outcomes.includes(answer.outcome)) {
      return { result: 'done', outcome: answer.outcome };
    }
    const named =
      answer.outcome === undefined ? 'no outcome' : `the outcome ${JSON.stringify(answer.outcome)}`;
    const reason = `${stage.url} answered ${response.status} with ${named}; it must be one of ${stage.outcomes.join(', ')}`;
    return { result: 'failed', reason };
  }
  const reason = `${stage.url} answered ${response.status}${answer.reason === undefined ? '' : `: ${answer.reason}`}`;
  if (response.status === 409 || response.status === 422) return { result: 'failed', reason };
  if (saysDown(response)) return { result: 'down', reason };
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
