import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KafkaInstall } from '../toolbox/kafka-jars.ts';
import { SetupError } from '../toolbox/setup-error.ts';

const run = promisify(execFile);

// C1 alone and the serial collector start faster and take less of a small machine than the defaults.
const quickStart = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];

const logging = (dir: string): string[] => [
  `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.properties')}`,
  `-Dcupcakery.kafka.log=${dir}`,
];

export type Jvm = {
  install: KafkaInstall;
  /** Where server.properties lies and the logs go. */
  dataDir: string;
  /** E.g. `512m`. */
  heap: string;
  options?: string[];
};

/** Starts kafka.Kafka in its own process group, so that Ctrl-C in a terminal reaches only its parent. */
export function spawnBroker({ install, dataDir, heap, options = [] }: Jvm): ChildProcess {
  const out = openSync(join(dataDir, 'kafka.out'), 'w');
  const args = [
    `-Xmx${heap}`,
    '-Xms128m',
    ...quickStart,
    ...options,
    ...logging(dataDir),
    ...['-cp', install.classPath, 'kafka.Kafka', join(dataDir, 'server.properties')],
  ];
  try {
    return spawn(install.java.command, args, { detached: true, stdio: ['ignore', out, out] });
  } finally {
    closeSync(out);
  }
}

/** Formats the log folder for KRaft; `extra` are further arguments, e.g. `--add-scram ...`. */
export async function formatStorage(
  { install, dataDir, options = [] }: Jvm,
  clusterId: string,
  extra: string[],
  signal?: AbortSignal,
): Promise<void> {
  const args = [
    ...quickStart,
    ...options,
    ...logging(dataDir),
    ...['-cp', install.classPath, 'kafka.tools.StorageTool', 'format'],
    // One word: a random id may begin with a dash and would be taken for an option.
    ...[`--cluster-id=${clusterId}`, '-c', join(dataDir, 'server.properties'), ...extra],
  ];
  try {
    await run(install.java.command, args, { ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new SetupError(`Kafka could not format its storage in ${dataDir}: ${output.trim()}`);
  }
}
