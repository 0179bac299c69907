import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import { allowedMethods } from '../http/allowed-methods.ts';
import { notFound, problemHandler } from '../http/problem.ts';
import { serveHttp } from '../http/server.ts';
import type { Logger } from '../log.ts';
import type { Readiness } from './readiness.ts';

export type AdminServer = { port: number; stop(): Promise<void> };

/**
 * `/livez` (the event loop turns), `/readyz` (503 naming each condition that does not hold) and `/metrics`,
 * on a port of their own, so that an ingress never shows them.
 */
export async function startAdminServer(options: {
  host: string;
  port: number;
  registry: Registry;
  readiness: () => Readiness;
  log: Logger;
}): Promise<AdminServer> {
  const { host, port, registry, readiness, log } = options;
  const app = new Hono().onError(problemHandler(log)).notFound(notFound);
  app.use(allowedMethods(app));
  app.get('/livez', (c) => c.json({ live: true }));
  app.get('/readyz', (c) => {
    const state = readiness();
    return c.json(state, state.ready ? 200 : 503);
  });
  app.get('/metrics', async (c) =>
    c.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
  const server = await serveHttp({ app, host, port, log: log.child({ server: 'admin' }) });
  return { port: server.port, stop: () => server.stop(1_000) };
}
