import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SetupError } from './setup-error.ts';

const run = promisify(execFile);
const OLDEST_JAVA = 17;

export type Java = {
  command: string;
  /** Distinguishes two JDKs: a class archive made by one is refused by another. */
  build: string;
  /** Such as `17.0.15`; `major` is its first number. */
  version: string;
  major: number;
  /** The folder of the whole JDK, or of the runtime. */
  home: string;
};

const remedy = `Install a Java ${OLDEST_JAVA} runtime or newer (Debian: apt-get install openjdk-17-jre-headless; macOS: brew install openjdk) or point JAVA_HOME at one.`;

/** The default `java` command: that of JAVA_HOME, else the one on PATH. */
export function defaultJavaCommand(env: NodeJS.ProcessEnv): string {
  return env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';
}

/** The properties that a `java` command reports about itself. Throws when it does not run. */
export async function readJavaProperties(command: string): Promise<Java> {
  const text = (await run(command, ['-XshowSettings:properties', '-version'])).stderr;
  const property = (name: string): string =>
    text.match(new RegExp(`^\\s*${name.replaceAll('.', '\\.')} = (.+)$`, 'm'))?.[1]?.trim() ?? '';
  const home = property('java.home');
  const version = property('java.version');
  const build = [home, property('java.vm.name'), property('java.vm.version')].join('|');
  return { command, build, version, major: Number.parseInt(version, 10), home };
}

/** The default `java` command with its properties. Throws a SetupError if there is none or it is too old for Kafka 4. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<Java> {
  const command = defaultJavaCommand(env);
  let java: Java;
  try {
    java = await readJavaProperties(command);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new SetupError(`Kafka needs Java, but '${command}' does not run (${reason}). ${remedy}`);
  }
  if (!(java.major >= OLDEST_JAVA)) {
    throw new SetupError(
      `Kafka 4 needs Java ${OLDEST_JAVA}, '${command}' is ${java.version || 'unknown'}. ${remedy}`,
    );
  }
  return java;
}
