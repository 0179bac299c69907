import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDir } from './cache-dir.ts';
import { SetupError } from './setup-error.ts';

const run = promisify(execFile);

export type Progress = (line: string) => void;

export type Jars = {
  /** What they belong to, and the prefix of their folder's name: `Kafka` is kept in `kafka-…`. */
  product: string;
  /** A POM that lists them as its dependencies. */
  pom: string;
  /** What fetching them costs, for the progress line: `55 MB, once; a minute or so`. */
  cost: string;
};

/** The suffix of the folder's name for the jars of a POM: its hash. */
export async function pomVersion(pom: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12);
}

/**
 * Jars that Maven fetches the first time and the cache keeps under the pom's hash, in `lib` of the returned folder.
 * Safe when two processes install at once: each fills its own folder and the first rename wins.
 */
export async function installJars(
  { product, pom, cost }: Jars,
  log: Progress = () => {},
  signal?: AbortSignal,
): Promise<string> {
  const dir = join(cacheDir(), `${product.toLowerCase()}-${await pomVersion(pom)}`);
  if (existsSync(dir)) return dir;

  await requireMaven(product);
  log(`${product}: fetching its jars (${cost}) ...`);
  await mkdir(cacheDir(), { recursive: true });
  const temporary = await mkdtemp(join(cacheDir(), `.${product.toLowerCase()}-`));
  try {
    await fetchJars(product, pom, temporary, signal);
    await rename(temporary, dir);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // The rename fails on a folder that another process has created meanwhile: its jars are equally good.
    if (!existsSync(dir)) throw error;
  }
  log(`${product}: jars are in place`);
  return dir;
}

async function fetchJars(of: string, pom: string, target: string, signal?: AbortSignal): Promise<void> {
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
      `Maven could not fetch ${of}'s jars:\n${lines.slice(0, 3).join('\n')}\nCheck the network, and a proxy or mirror in ~/.m2/settings.xml; then run the same command again.`,
    );
  }
}

/** Throws a SetupError unless a Maven of 3.6.3 or later runs (the dependency plugin's minimum). */
async function requireMaven(of: string): Promise<void> {
  const hint = 'Install Maven 3.6.3 or newer (Debian: apt-get install maven; macOS: brew install maven).';
  let text: string;
  try {
    text = (await run('mvn', ['-B', '-v'])).stdout;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new SetupError(`${of}'s jars are fetched by Maven, but 'mvn' does not run (${reason}). ${hint}`);
  }
  const [, major = 0, minor = 0, patch = 0] = (text.match(/Apache Maven (\d+)\.(\d+)\.(\d+)/) ?? []).map(
    Number,
  );
  if (major * 1e6 + minor * 1e3 + patch < 3_006_003) {
    throw new SetupError(`Maven ${major}.${minor}.${patch} is too old. ${hint}`);
  }
}
