import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import type { KafkaInstall } from '../toolbox/kafka-jars.ts';
import type { Progress } from '../toolbox/maven.ts';
import { formatStorage, type Jvm } from './jvm.ts';
import { launch } from './launch.ts';
import { serverProperties } from './properties.ts';

/**
 * The JVM options that let a broker start from an AppCDS archive, about twice as fast. The archive is created once
 * per JDK by a throw-away broker; if that fails, a start without it is only slower, so the options are empty.
 */
export async function classArchive(
  install: KafkaInstall,
  log: Progress,
  signal?: AbortSignal,
): Promise<string[]> {
  const build = createHash('sha256').update(install.java.build).digest('hex').slice(0, 12);
  const archive = join(install.dir, `classes-${build}.jsa`);
  const options = [`-XX:SharedArchiveFile=${archive}`];
  if (existsSync(archive)) return options;
  log('Kafka: preparing a fast start for this Java (10 s, once) ...');
  // In the cache, not in /tmp: the last step is a rename, which needs one file system.
  const dataDir = await mkdtemp(join(install.dir, '.train-'));
  try {
    const made = join(dataDir, 'classes.jsa');
    await train({ install, dataDir, heap: '256m', options: [`-XX:ArchiveClassesAtExit=${made}`] }, signal);
    await rename(made, archive);
    return options;
  } catch (error) {
    signal?.throwIfAborted();
    log(`Kafka: no fast start (${error instanceof Error ? error.message : String(error)})`);
    return [];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function train(jvm: Jvm, signal?: AbortSignal): Promise<void> {
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const { dataDir } = jvm;
  await writeFile(join(dataDir, 'server.properties'), serverProperties({ dataDir, port, controllerPort }));
  await formatStorage({ ...jvm, options: [] }, 'trainingtrainingtrain0', [], signal);
  const broker = await launch(jvm, port, signal);
  await broker.stop();
}
