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
  /** Such as `17.0.15`; its first number by itself. */
  version: string;
  major: number;
  /** The folder of the whole JDK, or of the runtime. */
  home: string;
};

const remedy = `Install a Java ${OLDEST_JAVA} runtime or newer (Debian: apt-get install openjdk-17-jre-headless; macOS: brew install openjdk) or point JAVA_HOME at one.`;

/** What is run as `java` where nobody says otherwise: that of JAVA_HOME, else of PATH. */
export const usualJava = (env: NodeJS.ProcessEnv): string =>
  env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java';

/** What a `java` tells about itself. Throws when it does not run. */
export const askJava = async (command: string): Promise<Java> => {
  const text = (await run(command, ['-XshowSettings:properties', '-version'])).stderr;
  const property = (name: string): string =>
    text.match(new RegExp(`^\\s*${name.replaceAll('.', '\\.')} = (.+)$`, 'm'))?.[1]?.trim() ?? '';
  const home = property('java.home');
  const version = property('java.version');
  const build = [home, property('java.vm.name'), property('java.vm.version')].join('|');
  return { command, build, version, major: Number.parseInt(version, 10), home };
};

/** The `java` of JAVA_HOME, else of PATH. Throws a SetupError if there is none or it is too old for Kafka 4. */
export const findJava = async (env: NodeJS.ProcessEnv = process.env): Promise<Java> => {
  const command = usualJava(env);
  let java: Java;
  try {
    java = await askJava(command);
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
};
