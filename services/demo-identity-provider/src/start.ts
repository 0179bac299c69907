import { readTextFiles } from '@cupcakery/kit/files';
import { type HttpServer, serveHttp } from '@cupcakery/kit/http/server';
import { createMetrics } from '@cupcakery/kit/metrics/metrics';
import type { MainContext } from '@cupcakery/kit/process/run-main';
import { parseWorkflows, workflowFileEndings } from '@cupcakery/workflow/file/workflow-files';
import { type Config, withSecretFiles } from './config.ts';
import { createApp } from './http/app.ts';
import { peopleOf } from './people/people-of.ts';
import { webOriginsOf } from './provider/clients.ts';
import { createProvider } from './provider/provider.ts';
import { loadSigningKeys } from './provider/signing-keys.ts';

/** Starts the provider with a person for each role of the workflow files; it stops with the lifecycle. */
export async function start(
  given: Config,
  { log, lifecycle, registry }: Pick<MainContext, 'log' | 'lifecycle' | 'registry'>,
): Promise<Pick<HttpServer, 'port' | 'url'>> {
  const config = withSecretFiles(given);
  const workflows = parseWorkflows(readTextFiles(config.WORKFLOWS_DIR, workflowFileEndings));
  const people = peopleOf([...workflows.values()]);
  const keys = await loadSigningKeys(config.KEYS_FILE, log);
  const provider = createProvider({ config, people, keys, log });
  const app = createApp({
    provider,
    people,
    webOrigins: webOriginsOf(config),
    log,
    metrics: createMetrics(registry),
  });
  const server = await serveHttp({
    app,
    host: config.HOST,
    port: config.PORT,
    log,
    shutdown: lifecycle,
  });
  lifecycle.onStop('http', () => server.stop(2_000));
  log.warn(
    { issuer: config.ISSUER, people: people.length },
    'a demo: whoever reaches it signs in without a password',
  );
  return { port: server.port, url: server.url };
}
