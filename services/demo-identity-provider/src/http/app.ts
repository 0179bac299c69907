import { problemHandler } from '@cupcakery/kit/http/problem';
import { requestLog } from '@cupcakery/kit/http/request-log';
import { securityHeaders } from '@cupcakery/kit/http/security-headers';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type Provider from 'oidc-provider';
import { pagePolicy } from '../pages/layout.ts';
import type { Person } from '../people/person.ts';
import { guardPages } from './guard.ts';
import { interactionRoutes } from './interactions.ts';
import { nodeHandler } from './node-handler.ts';

const forPrograms = [
  '/jwks',
  '/token',
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
];

/** The HTTP side: the provider's own routes, and the pages where a person is chosen, below the issuer's path. */
export function createApp(options: {
  provider: Provider;
  people: readonly Person[];
  webOrigins: readonly string[];
  log: Logger;
  metrics: Metrics;
}): Hono<{ Bindings: HttpBindings }> {
  const { provider, people, webOrigins, log, metrics } = options;
  const { pathname } = new URL(provider.issuer);
  const mount = pathname === '/' ? '' : pathname;
  const app = new Hono<{ Bindings: HttpBindings }>().onError(problemHandler(log));
  app.use(requestLog({ log, metrics }));
  app.use(securityHeaders({ contentSecurityPolicy: pagePolicy(webOrigins) }));
  app.use(async (c, next) => {
    // With `no-referrer` a browser sends `Origin: null` with our own forms.
    c.env.outgoing.setHeader('referrer-policy', 'same-origin');
    await next();
  });
  app.use(guardPages(new Set(forPrograms.map((path) => mount + path))));
  app.route(`${mount}/interaction`, interactionRoutes({ provider, people, log }));
  app.all(`${mount}/*`, nodeHandler(provider.issuer, provider.callback()));
  return app;
}
