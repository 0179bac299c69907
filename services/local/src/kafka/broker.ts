import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { requireFreePort } from '../toolbox/free-port.ts';
import { installKafka } from '../toolbox/kafka-jars.ts';
import type { Progress } from '../toolbox/maven.ts';
import { classArchive } from './class-archive.ts';
import { formatStorage, type Jvm } from './jvm.ts';
import { type Broker, launch } from './launch.ts';
import { type ClusterNode, serverProperties } from './properties.ts';

export type BrokerOptions = {
  /** All data of the broker; an existing folder is reused. */
  dataDir: string;
  port: number;
  /** Default: any free port; it may differ from start to start. */
  controllerPort?: number;
  /** For a cluster of several brokers; `controllerPort` is the one that its voters name. */
  node?: ClusterNode;
  /** The JVM's -Xmx, default `512m`. */
  heap?: string;
  /** Added to server.properties, overriding it. The plaintext listener on `port` must stay: readiness is probed there. */
  extraProperties?: Record<string, string>;
  /** Further arguments of `StorageTool format`, e.g. `--add-scram`; used only when the folder is new. */
  formatArguments?: string[];
  /** Progress lines. */
  log?: Progress;
  /** Aborts a start; the JVM is killed. */
  signal?: AbortSignal;
  /** Called with the JVM's pid before it is ready, so that it can be found after a crash. */
  onSpawn?: (pid: number) => void;
};

/**
 * Starts an Apache Kafka broker (KRaft, loopback, plaintext) and resolves when clients can use it; one of several answers
 * once most of them run.
 * Throws a SetupError for what a user can fix, with the tail of the broker's log if the JVM ends.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { port, log = () => {}, signal } = options;
  const dataDir = resolve(options.dataDir);
  await requireFreePort(port, 'Kafka', 'KAFKA_PORT');
  if (options.controllerPort !== undefined) {
    await requireFreePort(options.controllerPort, "Kafka's controller", 'the controllerPort option');
  }
  const install = await installKafka(log, signal);
  const archive = await classArchive(install, log, signal);
  const jvm: Jvm = { install, dataDir, heap: options.heap ?? '512m', options: archive };
  const controllerPort = options.controllerPort ?? (await freePorts(1))[0] ?? 0;
  await mkdir(dataDir, { recursive: true });
  const properties = serverProperties(
    { dataDir, port, controllerPort },
    options.extraProperties,
    options.node,
  );
  await writeFile(join(dataDir, 'server.properties'), properties);
  if (!existsSync(join(dataDir, 'data', 'meta.properties'))) {
    const clusterId = options.node?.clusterId ?? randomBytes(16).toString('base64url');
    await formatStorage(jvm, clusterId, options.formatArguments ?? [], signal);
  }
  signal?.throwIfAborted();
  return await launch(jvm, port, signal, options.onSpawn);
}
