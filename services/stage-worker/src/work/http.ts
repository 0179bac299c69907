import type { Stage } from '@cupcakery/workflow/file/workflow-file';
import { z } from 'zod';
import { placeOfFailure, reasonOfFailure } from './http-failure.ts';
import type { AttemptResult, Probe, Work } from './work.ts';

const answerSchema = z.object({ outcome: z.string().optional(), reason: z.string().optional() });
const maxAnswerBytes = 65_536;

/**
 * Posts the ticket to the stage's URL. 2xx: done (a JSON body names the `outcome` if the stage has some; failed for
 * good if it names none of them); 409 and 422: failed for good; no connection, or 503 with Retry-After: the target is
 * down; an exchange that breaks off: broken; anything else, redirects too: worth another attempt.
 * The target sees the same `Idempotency-Key` (order/stage/visit) however often the ticket is tried.
 */
export function createHttpWork(stage: Stage): Work {
  const url = stage.url;
  if (url === undefined) throw new Error(`stage ${stage.name} has no url`);
  return async (ticket, signal) => {
    const timeout = AbortSignal.timeout(stage.timeout * 1000);
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
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
      const result = resultOf[placeOfFailure(error)];
      return { result, reason: `${url}: ${reasonOfFailure(error)}` };
    }
  };
}

const resultOf = { connection: 'down', exchange: 'broken', request: 'retry' } as const;

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
      await response.body?.cancel();
      return { up: !saysDown(response) };
    } catch {
      // Any failure means that the target does not answer, which is the result.
      signal.throwIfAborted();
      return { up: false };
    }
  };
}

const saysDown = ({ status, headers }: Response): boolean => status === 503 && headers.has('retry-after');

const isRedirect = ({ status }: Response): boolean => status >= 300 && status < 400;

function judge(stage: Stage, response: Response, text: string): AttemptResult {
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
  const why = answer.reason ?? (isRedirect(response) ? 'redirects are not followed' : undefined);
  const reason = `${stage.url} answered ${response.status}${why === undefined ? '' : `: ${why}`}`;
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
