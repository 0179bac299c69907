import { collectionDocs } from '@cupcakery/collections/docs/collection-docs';
import type { Collections } from '@cupcakery/collections/file/collection-files';
import { auditForeignPage, createAudit } from '@cupcakery/kit/audit';
import { authenticateRequests } from '@cupcakery/kit/auth/authenticate-requests';
import type { Authenticator } from '@cupcakery/kit/auth/authenticator';
import { allowedMethods } from '@cupcakery/kit/http/allowed-methods';
import { type OriginGuardOptions, originGuard } from '@cupcakery/kit/http/origin-guard';
import { notFound, problemHandler } from '@cupcakery/kit/http/problem';
import { requestLog } from '@cupcakery/kit/http/request-log';
import { requestSender } from '@cupcakery/kit/http/request-sender';
import { securityHeaders } from '@cupcakery/kit/http/security-headers';
import type { Logger } from '@cupcakery/kit/log';
import type { Metrics } from '@cupcakery/kit/metrics/metrics';
import { noTracer, type Tracer } from '@cupcakery/kit/tracing/tracer';
import { Hono } from 'hono';
import { RequestFailure } from '../failures/request-failure.ts';
import type { OrdersService } from '../orders/orders-service.ts';
import type { Staff } from '../staff/staff.ts';
import { legacyApiRoutes } from './legacy-api/routes.ts';
import { docsPage, docsPolicy } from './openapi/docs-page.ts';
import { openApiDocument } from './openapi/document.ts';
import { honoPath } from './openapi/route.ts';
import type { ApiEnv } from './request/api-context.ts';
import { problemOf } from './request/problem-table.ts';
import { answerViews, type WorkflowView } from './views-route.ts';
import { workflowApiRoutes, workflowApiSchemas } from './workflow-api/routes.ts';

/** The HTTP side of order-api: the routes of all workflows, their OpenAPI document and its page. */
export function createApp(options: {
  services: ReadonlyMap<string, OrdersService>;
  /** The workflow behind the old factory's paths. */
  legacy: OrdersService | undefined;
  /** Wall screens, codes and links; undefined without a topic for them. */
  staff?: Staff | undefined;
  views: readonly WorkflowView[];
  /** The name of this process's machine or pod. */
  replica: string;
  authenticator: Authenticator;
  /** How many trusted proxies are in front. */
  trustedProxies: number;
  /** Whether to serve the document and its page; default true. */
  docs?: boolean;
  /** The shop's collections: they are described beside the orders, and served by the shop. */
  collections?: Collections | undefined;
  /** Whose pages may use `/api`. */
  origins: Omit<OriginGuardOptions, 'onForeign'>;
  log: Logger;
  metrics: Metrics;
  tracer?: Tracer;
}): Hono<ApiEnv> {
  const { services, legacy, views, replica, authenticator, trustedProxies, origins, log, metrics } = options;
  const { tracer = noTracer } = options;
  const routes = [...(legacy ? legacyApiRoutes(legacy) : []), ...workflowApiRoutes(services, options.staff)];

  const answerProblem = problemHandler(log);
  const app = new Hono<ApiEnv>()
    .onError((error, c) => answerProblem(error instanceof RequestFailure ? problemOf(error) : error, c))
    .notFound(notFound);
  app.use(requestLog({ log, metrics, tracer }));
  app.use(securityHeaders({ trustedProxies }));
  const audit = createAudit({ log, metrics });
  const onForeign: OriginGuardOptions['onForeign'] = (c, origin) =>
    auditForeignPage(audit, requestSender(c, trustedProxies), c.req.path, origin);
  app.use('/api/*', originGuard({ ...origins, onForeign }));
  app.use(allowedMethods(app));
  const authenticate = authenticateRequests({ authenticator, audit, trustedProxies });
  app.use('/api/*', authenticate);
  for (const route of routes) app[route.method](honoPath(route.path), (c) => route.handle(c));
  app.get('/views', authenticate, (c) => answerViews(c, views, replica));
  if (options.docs ?? true) {
    const shop = collectionDocs(options.collections ?? new Map());
    const operations = [...routes, ...shop.operations];
    const document = openApiDocument({
      routes: operations,
      schemas: { ...workflowApiSchemas(services), ...shop.schemas },
      version: '1',
      secured: authenticator.mode === 'oidc',
    });
    serveDocs(app, JSON.stringify(document), docsPage(document, operations));
  }
  return app;
}

function serveDocs(app: Hono<ApiEnv>, documentJson: string, page: string): void {
  app.get('/openapi.json', (c) => c.body(documentJson, 200, { 'content-type': 'application/json' }));
  app.get('/docs', (c) => c.html(page, 200, { 'content-security-policy': docsPolicy }));
}
