import type { Server } from 'node:http';

/** `signal` is aborted when the shutdown begins; the process still answers requests for `delayMs` after that. */
export type ShutdownSignal = { signal: AbortSignal; delayMs: number };

/**
 * Keeps requests from arriving on a connection that is just being closed. Before the shutdown, each response limits
 * idle connections (`keep-alive: timeout`) to less time than the process still answers after the signal; the server
 * itself keeps them longer, for load balancers that ignore the header. After the signal, each response has
 * `connection: close`, so that the client's next connection goes to another process. At the end no client that honours
 * the headers has an idle connection left.
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
