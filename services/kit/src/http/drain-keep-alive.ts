import type { Server } from 'node:http';

/** A process that is about to go: `signal` is aborted when it is told so, and it still answers for `delayMs`. */
export type ShutdownSignal = { signal: AbortSignal; delayMs: number };

/**
 * Lets no request meet a connection that is just being closed. Before, each answer tells its client to keep an idle
 * connection for less time than the process answers once it is told to go (the server itself keeps it for longer, for
 * load balancers that do not listen). From then on each answer asks for another connection next time, which a load
 * balancer leads elsewhere. So at the end no client that listens has an idle connection left.
 */
export function drainKeepAlive(server: Server, { signal, delayMs }: ShutdownSignal): void {
  const idleSeconds = Math.floor(delayMs / 1000) - 1;
  server.prependListener('request', (_request, response) => {
    if (signal.aborted) response.setHeader('connection', 'close');
    else if (idleSeconds > 0 && response.shouldKeepAlive) {
      response.setHeader('connection', 'keep-alive');
      response.setHeader('keep-alive', `timeout=${idleSeconds}`);
    }
  });
}
