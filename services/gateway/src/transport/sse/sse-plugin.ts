import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { SseAnswer } from './sse.ts';

/**
 * GraphQL over server-sent events, distinct connections: like Yoga's own processor, but with the cursor as event id,
 * and an end without `complete` when the client should resume (`complete` means that the stream is over).
 */
export function ssePlugin(): Plugin<Record<string, never>, { sse?: SseAnswer }> {
  return {
    onResultProcess({ request, result, serverContext: { sse }, setResultProcessor }) {
      if (!sse || !goesAsEvents(request.headers.get('accept') ?? '*/*', isAsyncIterable(result))) return;
      setResultProcessor((answer) => sse.respond(answer), 'text/event-stream');
    },
  };
}

/** A stream goes as events unless they are refused; a single answer only where JSON is refused. */
function goesAsEvents(accept: string, isStream: boolean): boolean {
  const requested = accept.includes('text/event-stream');
  if (isStream) return requested || accept.includes('*/*');
  return requested && !/application\/(json|graphql-response\+json|\*)|\*\/\*/.test(accept);
}
