import { TokenUnavailable } from '@cupcakery/kit/auth/client-credentials';
import { visibleText } from '@cupcakery/kit/tools/visible-text';
import { isSampled } from '@cupcakery/kit/trace';
import { traceRequest } from '@cupcakery/kit/tracing/trace-request';
import { noTracer, type Tracer } from '@cupcakery/kit/tracing/tracer';
import type { Stage } from '@cupcakery/workflow/file/workflow-file';
import { z } from 'zod';
import type { StageCredentials } from './credentials/stage-credentials.ts';
import { placeOfFailure, reasonOfFailure } from './http-failure.ts';
import type { AttemptResult, Probe, Work } from './work.ts';

const answerSchema = z.object({ outcome: z.string().optional(), reason: z.string().optional() });
const maxAnswerBytes = 65_536;

/**
 * Posts the ticket to the stage's URL. 2xx: done (a JSON body names the `outcome` if the stage has some; failed for
 * good if it names none of them); 409 and 422: failed for good; no connection, no token, or 503 with Retry-After: the
 * target is down; an exchange that breaks off: broken; anything else, redirects too: worth another attempt. After a 401 a
 * token is renewed once within the attempt.
 * The target sees the same `Idempotency-Key` (order/stage/visit) however often the ticket is tried. No reason has a
 * secret, whatever the target answers.
 * @param now milliseconds since 1970
 */
export function createHttpWork(
  stage: Stage,
  credentials: StageCredentials,
  now: () => number,
  tracer: Tracer = noTracer,
): Work {
  const url = stage.url;
  if (url === undefined) throw new Error(`stage ${stage.name} has no url`);

  const attempt: Work = async (ticket, signal) => {
    const id = `${ticket.orderId}/${stage.name}/${ticket.visit}`;
    const body = new Uint8Array(ticket.value);
    const request = async (): Promise<Answer | AttemptResult> => {
      const own = await tokenOrReason(() => credentials.headers({ id, at: now(), body }, signal));
      if ('result' in own) return own;
      const headers = { ...own.headers, 'content-type': 'application/json', 'idempotency-key': id };
      const answer = await traceRequest(
        tracer,
        { method: 'POST', url, parent: ticket.traceparent },
        (traceparent) => {
          // A trace that was begun where nothing is traced says nothing to the target about whether to record.
          const isDecided = tracer.on || isSampled(traceparent);
          const trace = traceparent !== undefined && isDecided ? { traceparent } : {};
          return post(stage, url, { headers: { ...headers, ...trace }, body }, signal);
        },
        (answer) => ('result' in answer ? undefined : answer.response.status),
      );
      return 'result' in answer ? answer : { ...answer, sent: own.headers };
    };
    let answer = await request();
    if (!('result' in answer) && answer.response.status === 401 && credentials.renew(answer.sent))
      answer = await request();
    return 'result' in answer ? answer : judge(stage, answer.response, answer.text);
  };

  return async (ticket, signal) => {
    const result = await attempt(ticket, signal);
    return 'reason' in result
      ? { ...result, reason: credentials.redact(visibleText(result.reason)) }
      : result;
  };
}

type Answer = { response: Response; text: string; sent: Record<string, string> };

async function tokenOrReason(
  headers: () => Promise<Record<string, string>>,
): Promise<{ headers: Record<string, string> } | AttemptResult> {
  try {
    return { headers: await headers() };
  } catch (error) {
    if (error instanceof TokenUnavailable) return { result: 'down', reason: error.message };
    throw error;
  }
}

async function post(
  stage: Stage,
  url: string,
  { headers, body }: { headers: Record<string, string>; body: BodyInit },
  signal: AbortSignal,
): Promise<Omit<Answer, 'sent'> | AttemptResult> {
  const timeout = AbortSignal.timeout(stage.timeout * 1000);
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
      headers,
      body,
    });
    return { response, text: await readBounded(response) };
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted)
      return { result: 'retry', reason: `${url} did not answer within ${stage.timeout} s` };
    const result = resultOf[placeOfFailure(error)];
    return { result, reason: `${url}: ${reasonOfFailure(error)}` };
  }
}

const resultOf = { connection: 'down', exchange: 'broken', request: 'retry' } as const;

/**
 * Asks the stage's URL for its headers, without a ticket and without credentials. Any response means that the target is up, also 401, 404 or 405:
 * a target need not know HEAD; only 503 with Retry-After means that it is not.
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
