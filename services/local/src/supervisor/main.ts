import { join } from 'node:path';
import { startBroker } from '../kafka/broker.ts';
import { servicesOf } from '../settings/services.ts';
import { loadSettings } from '../settings/settings.ts';
import { workflowsOf } from '../settings/workflows.ts';
import { root } from '../toolbox/repository.ts';
import { describeError, SetupError } from '../toolbox/setup-error.ts';
import { kafkaDataGone, kafkaDirOf } from './kafka-data.ts';
import type { Start } from './keep-running.ts';
import { supervise } from './supervise.ts';
import { createTopics } from './topics.ts';

/** The detached process behind `make up`; it runs until SIGTERM. */
async function main(): Promise<void> {
  const settings = loadSettings(process.env);
  const abort = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(name, () => abort.abort(new Error(`stopped by ${name}`)));
  }
  let hasData = false;
  const startKafka =
    (log: (line: string) => void): Start =>
    async ({ signal, spawned }) => {
      const dataDir = kafkaDirOf(settings);
      const gone = hasData ? kafkaDataGone(settings) : undefined;
      if (gone !== undefined) throw new SetupError(gone);
      const broker = await startBroker({ dataDir, port: settings.kafkaPort, log, signal, onSpawn: spawned });
      hasData = true;
      const exited = broker.exited.then(() => `ended; its log is ${join(dataDir, 'kafka.log')}`);
      return { pid: broker.pid, exited, stop: broker.stop };
    };
  const workflows = workflowsOf(settings);
  await supervise(
    {
      settings,
      webDir: join(root, 'web/dist'),
      services: servicesOf(
        settings,
        workflows.map(({ name }) => name),
      ),
      startKafka,
      createTopics: () => createTopics(`localhost:${settings.kafkaPort}`, workflows),
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
