import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SetupError } from '../setup-error.ts';
import { findJava, type Java, requireMaven } from './java.ts';

const run = promisify(execFile);
const pom = join(import.meta.dirname, 'pom.xml');

export type Progress = (line: string) => void;

export type KafkaInstall = {
  java: Java;
  /** The folder of this version; a class archive per JDK lies beside `lib`. */
  dir: string;
  /** A class path of all jars, for `java -cp`. */
  classPath: string;
};

/** The folder for what is downloaded once: `$CUPCAKERY_CACHE`, `$XDG_CACHE_HOME/cupcakery` or `~/.cache/cupcakery`. */
export const cacheDir = (env: NodeJS.ProcessEnv = process.env): string => {
  if (env.CUPCAKERY_CACHE) return env.CUPCAKERY_CACHE;
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cupcakery');
};

/**
 * Kafka's jars, fetched by Maven the first time and kept in the cache under the pom's hash.
 * Safe when two processes install at once: each fills its own folder and the first rename wins.
 */
export const installKafka = async (log: Progress = () => {}, signal?: AbortSignal): Promise<KafkaInstall> => {
  const java = await findJava();
  const version = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12);
  const dir = join(cacheDir(), `kafka-${version}`);
  const install = { java, dir, classPath: join(dir, 'lib', '*') };
  if (existsSync(dir)) return install;

  await requireMaven();
  log('Kafka: fetching its jars (55 MB, once; a minute or so) ...');
  await mkdir(cacheDir(), { recursive: true });
  const temporary = await mkdtemp(join(cacheDir(), '.kafka-'));
  try {
    await fetchJars(temporary, signal);
    await rename(temporary, dir);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // The rename fails on a folder that another process has put there meanwhile: its jars are as good.
    if (!existsSync(dir)) throw error;
  }
  log('Kafka: jars are in place');
  return install;
};

const fetchJars = async (target: string, signal?: AbortSignal): Promise<void> => {
  // Maven works on a copy, so that nothing it leaves beside a pom lands in the source tree.
  await copyFile(pom, join(target, 'pom.xml'));
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${join(target, 'lib')}`];
  try {
    const args = ['-B', '-ntp', '-q', '-f', join(target, 'pom.xml'), ...goal];
    await run('mvn', args, { maxBuffer: 1 << 24, ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
    const lines = output.split('\n').filter((line) => line.includes('ERROR'));
    throw new SetupError(
      `Maven could not fetch Kafka's jars:\n${lines.slice(0, 3).join('\n')}\nCheck the network, and a proxy or mirror in ~/.m2/settings.xml; then run the same command again.`,
    );
  }
};
