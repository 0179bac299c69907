import { referencesTo } from '@cupcakery/collections/file/references';
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
import { Hono } from 'hono';
import type { ItemsService } from '../items/items-service.ts';
import { ShopFailure } from '../items/shop-failure.ts';
import type { ApiEnv } from './api-context.ts';
import { itemHandlers } from './item-routes.ts';
import { joinHandlers } from './join-routes.ts';
import { problemOf } from './problem-table.ts';

/** The HTTP side of the shop: the routes of all collections. */
export function createApp(options: {
  items: ItemsService;
  /** Items in a list without `first`. */
  maxList: number;
  authenticator: Authenticator;
  /** How many trusted proxies are in front. */
  trustedProxies: number;
  /** Whose pages may use it. */
  origins: Omit<OriginGuardOptions, 'onForeign'>;
  log: Logger;
  metrics: Metrics;
}): Hono<ApiEnv> {
  const { authenticator, trustedProxies, origins, log, metrics } = options;
  const answerProblem = problemHandler(log);
  const app = new Hono<ApiEnv>().onError((error, c) => answerProblem(asProblem(error), c)).notFound(notFound);
  app.use(requestLog({ log, metrics }));
  app.use(securityHeaders({ trustedProxies }));
  const audit = createAudit({ log, metrics });
  const onForeign: OriginGuardOptions['onForeign'] = (c, origin) =>
    auditForeignPage(audit, requestSender(c, trustedProxies), c.req.path, origin);
  app.use(originGuard({ ...origins, onForeign }));
  app.use(allowedMethods(app));
  app.use(authenticateRequests({ authenticator, audit, trustedProxies }));
  addRoutes(app, options);
  return app;
}

function addRoutes(app: Hono<ApiEnv>, { items, maxList }: { items: ItemsService; maxList: number }): void {
  const { collections } = items.view;
  for (const collection of collections.values()) {
    const { name } = collection;
    const { list, read, create, replace, remove } = itemHandlers(collection, items, maxList);
    app.get(`/${name}`, list);
    app.post(`/${name}`, create);
    app.get(`/${name}/:id`, read);
    app.put(`/${name}/:id`, replace);
    app.delete(`/${name}/:id`, remove);
    const joins = joinHandlers(collection, items, maxList);
    app.get(`/api/${name}`, joins.list);
    for (const { other, by } of referencesTo(collection, collections))
      app.get(`/api/${name}/:id/${other.name}`, (c) => joins.referring(c, other, by));
  }
}

function asProblem(error: Error): Error {
  if (!(error instanceof ShopFailure) || error.code === 'NOT_FOUND') return error;
  return problemOf(error.code, error);
}
