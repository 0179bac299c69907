import { join } from 'node:path';
import { collectionsIn } from '../settings/collection-folder.ts';
import { servicesOf } from '../settings/services.ts';
import { loadSettings } from '../settings/settings.ts';
import { clientSecretsOf, localWebConfig } from '../settings/sign-in.ts';
import { workflowsIn } from '../settings/workflow-folder.ts';
import { workflowsDirOf } from '../settings/workflows.ts';
import { root } from '../toolbox/repository.ts';
import { describeError } from '../toolbox/setup-error.ts';
import { keptBroker } from './kept-broker.ts';
import { supervise } from './supervise.ts';
import { createTopics } from './topics.ts';

/** The detached process behind `make up`; it runs until SIGTERM. */
async function main(): Promise<void> {
  const settings = loadSettings(process.env);
  const abort = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(name, () => abort.abort(new Error(`stopped by ${name}`)));
  }
  await supervise(
    {
      settings,
      webDir: join(root, 'web/dist'),
      services: servicesOf(settings, clientSecretsOf(settings)),
      webConfig: localWebConfig(settings),
      startKafka: (log) => keptBroker(settings, log),
      createTopics: () =>
        createTopics(
          `localhost:${settings.kafkaPort}`,
          workflowsIn(workflowsDirOf(settings)).values(),
          collectionsIn(settings.collectionFiles),
        ),
    },
    abort.signal,
  );
}

try {
  await main();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exit(1);
}
