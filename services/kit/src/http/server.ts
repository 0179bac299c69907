import type { IncomingMessage, Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as immediate } from 'node:timers/promises';
import type { TlsOptions } from 'node:tls';
import { createAdaptorServer } from '@hono/node-server';
import type { Logger } from '../log.ts';
import { drainKeepAlive, type ShutdownSignal } from './drain-keep-alive.ts';
import { boundIdleConnections } from './guards/idle-connections.ts';

export type HttpApp = {
  fetch: (request: Request, env: Record<string, unknown>) => Response | Promise<Response>;
};
export type WebsocketUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
export type HttpServer = {
  port: number;
  url: string;
  server: Server;
  /** Stops accepting, lets requests in flight finish for `graceMs` (default 10 s), then cuts what is left. */
  stop(graceMs?: number): Promise<void>;
};

/**
 * Serves a Hono (or any fetch) app over HTTP/1.1 and resolves once it listens; rejects with a clear error
 * when the port is taken. Headers must arrive within 10 s, a whole request within 30 s, else 408.
 */
export async function serveHttp(options: {
  app: HttpApp;
  host: string;
  port: number;
  log: Logger;
  websocketUpgrade?: WebsocketUpgrade;
  /**
   * Replaces the process's global Request and Response by lighter ones, which halves the cost of small answers.
   * Default false: other libraries (Yoga) keep the platform's own.
   */
  overrideGlobals?: boolean;
  /** A service's lifecycle; see `drainKeepAlive`. */
  shutdown?: ShutdownSignal;
  /** Connections without a request; of more the oldest is closed, see `boundIdleConnections`. Default 5,000. */
  maxIdleConnections?: number;
  /** Serves over TLS. Later certificates go in by `setSecureContext` of the server. */
  tls?: TlsOptions;
}): Promise<HttpServer> {
  const { app, host, log } = options;
  const server = createAdaptorServer({
    fetch: (request, env) => app.fetch(request, { ...env }),
    hostname: host,
    overrideGlobalObjects: options.overrideGlobals ?? false,
    ...(options.tls ? { createServer: createTlsServer } : {}),
    serverOptions: {
      ...options.tls,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 2_000,
      // Longer than Google's load balancer keeps a connection (600 s), so that it never writes to one that
      // this side has just closed.
      keepAliveTimeout: 620_000,
    },
  }) as Server;
  server.maxConnections = 20_000;
  boundIdleConnections(server, options.maxIdleConnections ?? server.maxConnections / 4);
  if (options.shutdown) drainKeepAlive(server, options.shutdown);
  const sockets = new Set<Socket>();
  // Over TLS both sockets are reported: the raw one ends with the other.
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const { websocketUpgrade } = options;
  if (websocketUpgrade) {
    server.on('upgrade', (request, socket: Duplex, head) => {
      // A peer that resets before the upgrade is answered must not take the process down.
      socket.on('error', () => socket.destroy());
      websocketUpgrade(request, socket, head);
    });
  }
  const port = await listen(server, host, options.port);
  // Such as EMFILE while accepting: refuse that connection, keep the others.
  server.on('error', (error) => log.error({ err: error }, 'http server error'));
  const url = `${options.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  log.info({ url }, 'listening');
  let stopping: Promise<void> | undefined;
  return {
    port,
    url,
    server,
    stop: (graceMs = 10_000) => (stopping ??= close(server, sockets, graceMs, log)),
  };
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error: NodeJS.ErrnoException) => {
    const reasons: Record<string, string> = {
      EADDRINUSE: 'another program has it; stop that program or choose another port',
      EACCES: 'not permitted; choose a port from 1024 on',
      EADDRNOTAVAIL: 'this machine has no such address',
    };
    const reason = reasons[error.code ?? ''] ?? error.message;
    reject(new Error(`Cannot listen on ${host}:${port}: ${reason}`, { cause: error }));
  });
  server.listen(port, host, resolve);
  await promise;
  server.removeAllListeners('error');
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

async function close(server: Server, sockets: Set<Socket>, graceMs: number, log: Logger): Promise<void> {
  // After the event loop has read what came while it was busy: that request's connection is no longer idle then.
  await immediate();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // `close` ends idle connections once; those whose request ends later would idle on for keepAliveTimeout.
  const sweep = setInterval(async () => {
    await immediate();
    server.closeIdleConnections();
    // Browsers open spare connections; one that never carried a request does not count as idle for Node.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }, 50);
  const cut = setTimeout(() => {
    log.warn({ connections: sockets.size }, 'cutting connections that did not end in time');
    // Upgraded sockets are no longer the server's, so closeAllConnections would leave them open.
    for (const socket of sockets) socket.destroy();
  }, graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
