import { createAuthenticator, oidcOptions } from '@cupcakery/kit/auth/create-authenticator';
import { originOptions } from '@cupcakery/kit/auth/origin-rules';
import { type HttpServer, serveHttp } from '@cupcakery/kit/http/server';
import { prepareSignIn } from '@cupcakery/kit/process/prepare-sign-in';
import { createApp } from './http/app.ts';
import { openShop } from './items/open-shop.ts';
import type { Surroundings } from './surroundings.ts';

/** Serves the collections over HTTP; the caller stops the server, and the lifecycle the rest. */
export async function startApi(surroundings: Surroundings): Promise<HttpServer> {
  const { config, log, lifecycle, metrics } = surroundings;
  const authenticator = createAuthenticator({
    oidc: oidcOptions(config),
    claims: [],
    host: config.HOST,
    log,
  });
  const [items] = await Promise.all([openShop(surroundings), prepareSignIn(authenticator, lifecycle)]);
  const app = createApp({
    items,
    maxList: config.MAX_LIST,
    authenticator,
    trustedProxies: config.TRUSTED_PROXIES,
    origins: originOptions(authenticator.mode, {
      listed: config.ALLOWED_ORIGINS,
      trustedProxies: config.TRUSTED_PROXIES,
    }),
    log,
    metrics,
  });
  return await serveHttp({
    app,
    host: config.HOST,
    port: config.PORT,
    log,
    shutdown: lifecycle,
    overrideGlobals: true,
  });
}
