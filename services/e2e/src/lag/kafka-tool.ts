import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../processes/child.ts';

const run = promisify(execFile);

/** One line of `kafka-consumer-groups --describe`; undefined where the tool writes a dash. */
export type GroupLine = { group: string; topic: string; partition: number; lag: number | undefined };

/** All groups according to Kafka's own kafka-consumer-groups tool, run on the jars of the test broker. */
export async function describeGroups(address: string): Promise<GroupLine[]> {
  const { env } = process;
  const pom = await readFile(join(root, 'services/local/src/toolbox/kafka-pom.xml'));
  const version = createHash('sha256').update(pom).digest('hex').slice(0, 12);
  const cache = env.CUPCAKERY_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cupcakery');
  const { stdout } = await run(
    env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java',
    [
      ...['-XX:TieredStopAtLevel=1', '-cp', join(cache, `kafka-${version}`, 'lib', '*')],
      'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
      ...['--bootstrap-server', address, '--describe', '--all-groups'],
    ],
    { timeout: 60_000 },
  );
  return stdout.split('\n').flatMap((line) => {
    const [group, topic, partition, , , lag] = line.trim().split(/\s+/);
    if (!group || !topic || !/^\d+$/.test(partition ?? '')) return [];
    return [{ group, topic, partition: Number(partition), lag: lag === '-' ? undefined : Number(lag) }];
  });
}
