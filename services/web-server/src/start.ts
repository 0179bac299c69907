import { access } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { isWebConfigRequest, replyWebConfig } from '@cupcakery/kit/auth/web-config';
import { ConfigError } from '@cupcakery/kit/config';
import { drainKeepAlive } from '@cupcakery/kit/http/drain-keep-alive';
import { boundIdleConnections } from '@cupcakery/kit/http/guards/idle-connections';
import { cameByTls, strictTransport } from '@cupcakery/kit/http/guards/strict-transport';
import { replyStatic } from '@cupcakery/kit/http/static-files';
import type { MainContext } from '@cupcakery/kit/process/run-main';
import type { Config } from './config.ts';
import { signInOf } from './sign-in.ts';

/** How long answers under way may take once the server stops, ms. */
const stopWithinMs = 5_000;

/** Serves the web app's files, and what it has to know about the sign-in, until the lifecycle ends. Rejects with a ConfigError when there is no built app. */
export async function start(
  config: Config,
  { log, lifecycle }: Pick<MainContext, 'log' | 'lifecycle'>,
): Promise<{ port: number }> {
  const { webConfig, connectTo } = signInOf(config);
  const dir = resolve(config.WEB_DIR);
  await access(join(dir, 'index.html')).catch((cause: unknown) => {
    throw new ConfigError(`WEB_DIR=${config.WEB_DIR} holds no index.html: build the web app first`, {
      cause,
    });
  });
  const server = createServer(
    // As kit's serveHttp: against slow clients, and longer than a load balancer keeps a connection.
    { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 620_000 },
    (request, response) => {
      const proto = [request.headers['x-forwarded-proto'] ?? []].flat().join(',');
      if (cameByTls(proto, config.TRUSTED_PROXIES))
        response.setHeader('strict-transport-security', strictTransport);
      if (isWebConfigRequest(request)) replyWebConfig(webConfig, response);
      else void replyStatic(dir, request, response, { connectTo });
    },
  );
  drainKeepAlive(server, lifecycle);
  server.maxConnections = 10_000;
  boundIdleConnections(server, 5_000);
  await new Promise<void>((resolved, reject) => {
    server.once('error', reject);
    server.listen(config.PORT, config.HOST, resolved);
  });
  server.on('error', (err) => log.error({ err }, 'http server error'));
  const { port } = server.address() as AddressInfo;
  log.info({ port, dir }, 'listening');
  lifecycle.onStop('http', async () => {
    const closed = new Promise<void>((resolved) => server.close(() => resolved()));
    server.closeIdleConnections();
    const late = setTimeout(() => server.closeAllConnections(), stopWithinMs);
    await closed;
    clearTimeout(late);
  });
  return { port };
}
