import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import { bearerIn } from '../auth/bearer.ts';
import { unauthenticated } from '../auth/oidc.ts';
import { hashSecret, isHashOf } from '../auth/secrets.ts';
import { allowedMethods } from '../http/allowed-methods.ts';
import { hostGuard } from '../http/guards/host-guard.ts';
import { notFound, problemHandler } from '../http/problem.ts';
import { serveHttp } from '../http/server.ts';
import type { Logger } from '../log.ts';
import type { Readiness } from './readiness.ts';

export type AdminServer = { port: number; stop(): Promise<void> };

/**
 * `/livez` (the event loop turns), `/readyz` (503 naming each condition that does not hold) and `/metrics`,
 * on a port of their own, so that an ingress never shows them.
 * @param options.metricsToken bearer token without which `/metrics` is 401; the probes of a kubelet have none
 */
export async function startAdminServer(options: {
  host: string;
  port: number;
  registry: Registry;
  readiness: () => Readiness;
  metricsToken?: string | undefined;
  /** Further names under which it is asked, besides those inside of a cluster; see `isInternalHost`. */
  hosts?: readonly string[] | undefined;
  log: Logger;
}): Promise<AdminServer> {
  const { host, port, registry, readiness, metricsToken, log } = options;
  const app = new Hono().onError(problemHandler(log)).notFound(notFound);
  app.use(hostGuard(options.hosts));
  app.use(allowedMethods(app));
  app.get('/livez', (c) => c.json({ live: true }));
  app.get('/readyz', (c) => {
    const state = readiness();
    return c.json(state, state.ready ? 200 : 503);
  });
  if (metricsToken !== undefined)
    app.use('/metrics', async (c, next) => {
      const given = bearerIn(c.req.header('authorization'));
      if (given === undefined || !isHashOf(hashSecret(metricsToken), given)) throw unauthenticated();
      await next();
    });
  app.get('/metrics', async (c) =>
    c.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
  const server = await serveHttp({ app, host, port, log: log.child({ server: 'admin' }) });
  return { port: server.port, stop: () => server.stop(1_000) };
}
