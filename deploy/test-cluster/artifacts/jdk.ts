import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { defaultJavaCommand, readJavaProperties } from '@cupcakery/local/toolbox/java';
import { SetupError } from '@cupcakery/local/toolbox/setup-error';

/** The programs of a JDK. */
export type Jdk = { java: string; javap: string };

/**
 * A JDK for classes that Kafka's Java, which may be older and a mere runtime, cannot load: the usual one if it will do,
 * else one of those that Linux systems keep beside it. Throws a SetupError if there is none.
 * @param why what needs it, the begin of the error's sentence
 */
export async function findJdk(oldest: number, why: string, env: NodeJS.ProcessEnv): Promise<Jdk> {
  const found: string[] = [];
  for (const command of [defaultJavaCommand(env), ...globSync('/usr/lib/jvm/*/bin/java').sort()]) {
    const java = await readJavaProperties(command).catch(() => undefined);
    if (java === undefined) continue;
    const javap = join(java.home, 'bin', 'javap');
    if (java.major >= oldest && existsSync(javap)) return { java: command, javap };
    found.push(`${java.version} (${java.home})`);
  }
  const there = found.length === 0 ? 'there is none' : `there are only ${[...new Set(found)].join(', ')}`;
  throw new SetupError(
    `${why} needs a JDK ${oldest} or newer, and ${there}. Install one (Debian: apt-get install openjdk-${oldest}-jdk-headless; Eclipse Temurin: https://adoptium.net) or point JAVA_HOME at one.`,
  );
}
