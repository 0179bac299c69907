import { names, requestAttributes } from './attributes.ts';
import type { Tracer } from './tracer.ts';

/**
 * Sends an HTTP request as a step of the trace in `parent`.
 * @param send gets the traceparent that the request is to carry
 * @param statusOf the response's status; undefined: there was no response
 */
export async function traceRequest<T>(
  tracer: Tracer,
  { method, url, parent }: { method: string; url: string; parent: string | undefined },
  send: (traceparent: string | undefined) => Promise<T>,
  statusOf: (answer: T) => number | undefined,
): Promise<T> {
  const span = tracer.on
    ? tracer.child(method, parent, { kind: 'client', attributes: requestAttributes(method, url) })
    : undefined;
  if (!span) return send(parent);
  try {
    const answer = await send(span.traceparent);
    const status = statusOf(answer);
    const error = status === undefined ? 'no_response' : status >= 400 ? String(status) : undefined;
    span.end({ error, attributes: status === undefined ? {} : { [names.status]: status } });
    return answer;
  } catch (error) {
    span.end({ error: error instanceof Error ? error.name : 'Error' });
    throw error;
  }
}
