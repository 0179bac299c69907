import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settledWithin } from '@cupcakery/kit/tools/with-timeout';
import { killOnExit } from '../processes/kill-on-exit.ts';
import { SetupError } from '../toolbox/setup-error.ts';
import { type Jvm, spawnBroker } from './jvm.ts';
import { isBrokerReady } from './probe.ts';

const READY_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 20_000;

export type Broker = {
  brokers: string;
  port: number;
  pid: number;
  /** Resolves when the JVM is gone, for whatever reason. */
  exited: Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL if it does not exit within 20 s. */
  stop(): Promise<void>;
};

/** Spawns the JVM in a prepared folder and waits until it answers. */
export async function launch(
  jvm: Jvm,
  port: number,
  signal?: AbortSignal,
  onSpawn?: (pid: number) => void,
): Promise<Broker> {
  const child = spawnBroker(jvm);
  killOnExit(child);
  if (child.pid !== undefined) onSpawn?.(child.pid);
  const exited = exitOf(child);
  let gone = false;
  void exited.then(() => {
    gone = true;
  });
  const deadline = Date.now() + READY_WITHIN_MS;
  try {
    while (!(await isBrokerReady(port))) {
      signal?.throwIfAborted();
      if (gone)
        throw new SetupError(`Kafka did not start. The end of its log:\n${await logTail(jvm.dataDir)}`);
      if (Date.now() > deadline) {
        throw new SetupError(
          `Kafka did not answer on port ${port} within ${READY_WITHIN_MS / 1000} s. The end of its log:\n${await logTail(jvm.dataDir)}`,
        );
      }
      await settledWithin(exited, 50);
    }
  } catch (error) {
    child.kill('SIGKILL');
    await exited;
    throw error;
  }
  const stop = async (): Promise<void> => {
    if (gone) return;
    child.kill('SIGTERM');
    // A broker frozen by SIGSTOP would never see the SIGTERM.
    child.kill('SIGCONT');
    if (!(await settledWithin(exited, STOP_WITHIN_MS))) child.kill('SIGKILL');
    await exited;
  };
  return {
    brokers: `localhost:${port}`,
    port,
    pid: child.pid ?? 0,
    exited,
    kill: (name) => void child.kill(name),
    stop,
  };
}

const exitOf = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  });

async function logTail(dataDir: string): Promise<string> {
  const texts = await Promise.all(
    ['kafka.out', 'kafka.log'].map((name) => readFile(join(dataDir, name), 'utf8').catch(() => '')),
  );
  return texts.join('\n').trimEnd().split('\n').slice(-25).join('\n');
}
