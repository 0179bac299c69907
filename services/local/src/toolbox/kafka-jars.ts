import { join } from 'node:path';
import { findJava, type Java } from './java.ts';
import { installJars, type Progress } from './maven.ts';

const jars = {
  product: 'Kafka',
  pom: join(import.meta.dirname, 'kafka-pom.xml'),
  cost: '55 MB, once; a minute or so',
};

export type KafkaInstall = {
  java: Java;
  /** The folder of this version; a class archive per JDK lies beside `lib`. */
  dir: string;
  /** A class path of all jars, for `java -cp`. */
  classPath: string;
};

/** Kafka's jars, fetched by Maven the first time. */
export async function installKafka(log?: Progress, signal?: AbortSignal): Promise<KafkaInstall> {
  const java = await findJava();
  const dir = await installJars(jars, log, signal);
  return { java, dir, classPath: join(dir, 'lib', '*') };
}
