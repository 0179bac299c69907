import type { Authenticator } from '@cupcakery/kit/auth/authenticator';
import { allowedMethods } from '@cupcakery/kit/http/allowed-methods';
import { notFound, problemHandler } from '@cupcakery/kit/http/problem';
import { requestLog } from '@cupcakery/kit/http/request-log';
import { securityHeaders } from '@cupcakery/kit/http/security-headers';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import { Hono } from 'hono';
import type { OrdersService } from '../orders/orders-service.ts';
import { legacyApiRoutes } from './legacy-api/routes.ts';
import { docsPage, docsPolicy } from './openapi/docs-page.ts';
import { openApiDocument } from './openapi/document.ts';
import { type ApiEnv, honoPath } from './openapi/route.ts';
import { workflowApiRoutes, workflowApiSchemas } from './workflow-api/routes.ts';

/** The HTTP side of order-api: the routes of all workflows, their OpenAPI document and its page. */
export function createApp(options: {
  desks: ReadonlyMap<string, OrdersService>;
  /** The workflow behind the old factory's paths. */
  factory: OrdersService | undefined;
  authenticator: Authenticator;
  log: Logger;
  metrics: Metrics;
}): Hono<ApiEnv> {
  const { desks, factory, authenticator, log, metrics } = options;
  const routes = [...(factory ? legacyApiRoutes(factory) : []), ...workflowApiRoutes(desks)];
  const document = openApiDocument({
    routes,
    schemas: workflowApiSchemas(desks),
    version: '1',
    secured: authenticator.mode === 'oidc',
  });
  const documentJson = JSON.stringify(document);
  const page = docsPage(document, routes);

  const app = new Hono<ApiEnv>().onError(problemHandler(log)).notFound(notFound);
  app.use(requestLog({ log, metrics }));
  app.use(securityHeaders());
  app.use(allowedMethods(app));
  app.use('/api/*', async (c, next) => {
    c.set('principal', await authenticator.authenticate(c.req.raw));
    await next();
  });
  for (const route of routes) app[route.method](honoPath(route.path), (c) => route.handle(c));
  app.get('/openapi.json', (c) => c.body(documentJson, 200, { 'content-type': 'application/json' }));
  app.get('/docs', (c) => c.html(page, 200, { 'content-security-policy': docsPolicy }));
  return app;
}
