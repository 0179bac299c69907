import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startBroker } from '../kafka/broker.ts';
import type { Settings } from '../settings/settings.ts';
import { SetupError } from '../toolbox/setup-error.ts';
import type { Start } from './keep-running.ts';

const checkEveryMs = 1000;

/**
 * How to start Kafka, again and again. Once it has run, it is not started on a folder whose data were removed: it would
 * begin an empty log under services that hold orders of the old one.
 */
export function keptBroker(settings: Settings, log: (line: string) => void): Start {
  const dataDir = join(settings.dir, 'kafka');
  const marker = join(dataDir, 'data', 'meta.properties');
  let hasRun = false;
  return async ({ signal, spawned }) => {
    if (hasRun && !existsSync(marker)) throw new SetupError(dataGone(dataDir));
    const broker = await startBroker({ dataDir, port: settings.kafkaPort, log, signal, onSpawn: spawned });
    hasRun = true;
    const exited = Promise.withResolvers<string>();
    // A broker goes on for a while without its files, and loses what it then accepts.
    const timer = setInterval(() => {
      if (existsSync(marker)) return;
      clearInterval(timer);
      exited.resolve(dataGone(dataDir));
      broker.kill('SIGKILL');
    }, checkEveryMs);
    void broker.exited.then(() => {
      clearInterval(timer);
      exited.resolve(`ended; its log is ${join(dataDir, 'kafka.log')}`);
    });
    return { pid: broker.pid, exited: exited.promise, stop: broker.stop };
  };
}

function dataGone(dataDir: string): string {
  return `Kafka's data in ${dataDir} were removed while it ran, and with them all orders: run make clean, then make up`;
}
