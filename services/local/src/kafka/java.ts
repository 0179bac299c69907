import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SetupError } from '../setup-error.ts';

const run = promisify(execFile);
const OLDEST_JAVA = 17;

export type Java = {
  command: string;
  /** Distinguishes two JDKs: a class archive made by one is refused by another. */
  build: string;
};

const remedy = `Install a Java ${OLDEST_JAVA} runtime or newer (Debian: apt-get install openjdk-17-jre-headless; macOS: brew install openjdk) or point JAVA_HOME at one.`;

/** The `java` of JAVA_HOME, else of PATH. Throws a SetupError if there is none or it is too old for Kafka 4. */
export const findJava = async (env: NodeJS.ProcessEnv = process.env): Promise<Java> => {
  const command = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
  let text: string;
  try {
    text = (await run(command, ['-XshowSettings:properties', '-version'])).stderr;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new SetupError(`Kafka needs Java, but '${command}' does not run (${reason}). ${remedy}`);
  }
  const property = (name: string): string =>
    text.match(new RegExp(`^\\s*${name.replaceAll('.', '\\.')} = (.+)$`, 'm'))?.[1]?.trim() ?? '';
  const version = property('java.version');
  const major = Number.parseInt(version, 10);
  if (!(major >= OLDEST_JAVA)) {
    throw new SetupError(
      `Kafka 4 needs Java ${OLDEST_JAVA}, '${command}' is ${version || 'unknown'}. ${remedy}`,
    );
  }
  return {
    command,
    build: [property('java.home'), property('java.vm.name'), property('java.vm.version')].join('|'),
  };
};

/** Throws a SetupError unless a Maven of 3.6.3 or later runs (the dependency plugin's minimum). */
export const requireMaven = async (): Promise<void> => {
  const hint = 'Install Maven 3.6.3 or newer (Debian: apt-get install maven; macOS: brew install maven).';
  let text: string;
  try {
    text = (await run('mvn', ['-B', '-v'])).stdout;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new SetupError(`Kafka's jars are fetched by Maven, but 'mvn' does not run (${reason}). ${hint}`);
  }
  const [, major = 0, minor = 0, patch = 0] = (text.match(/Apache Maven (\d+)\.(\d+)\.(\d+)/) ?? []).map(
    Number,
  );
  if (major * 1e6 + minor * 1e3 + patch < 3_006_003) {
    throw new SetupError(`Maven ${major}.${minor}.${patch} is too old. ${hint}`);
  }
};
