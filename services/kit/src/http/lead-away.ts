import type { Server } from 'node:http';

/**
 * Once the signal is aborted, each answer asks its client to open another connection next time: a load balancer leads
 * that one elsewhere, and no request meets a connection that is just being closed.
 */
export function leadAway(server: Server, leaving: AbortSignal): void {
  const begin = () =>
    server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  if (leaving.aborted) begin();
  else leaving.addEventListener('abort', begin, { once: true });
}
