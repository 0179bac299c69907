import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { findHangingPartitions } from '@cupcakery/kit/kafka/exactly-once/find-hanging';
import { createLogger } from '@cupcakery/kit/log';
import type { Broker } from '../line/broker.ts';
import type { Line } from '../line/line.ts';

const linesOfEach = 12;
/** Characters of a line's beginning and of its end, where the message stands after a long stack. */
const lineEnds = 150;
const withinMs = 5000;

/**
 * What a person wants to know of a line that broke its promises, asked while it still runs: records without a marker,
 * what each service says of itself, and its last complaints. Never rejects.
 */
export async function findings(line: Line, broker: Broker, dir: string): Promise<string> {
  const services = [...line.services.values()];
  const told = await Promise.all([
    hanging(line, broker).catch((error: unknown) => [`hanging records: ${String(error)}`]),
    ...services.map(({ name, adminPort }) => complaints(name, adminPort, join(dir, `${name}.log`))),
  ]);
  return told.flat().join('\n');
}

async function hanging({ names, partitions }: Line, broker: Broker): Promise<string[]> {
  const log = createLogger({ service: 'findings', level: 'silent' });
  const kafka = createKafkaClient({ brokers: [broker.address], clientId: 'findings' }, log);
  const topics = [...Object.values(names.topics), ...names.stages.map((s) => s.topic)];
  const found = (await findHangingPartitions(kafka, topics, partitions)).map(
    (hanging) => `${hanging.topic}/${hanging.partition} from ${hanging.stable}`,
  );
  return [`records without a marker: ${found.join(', ') || 'none'}`];
}

async function complaints(name: string, adminPort: number, file: string): Promise<string[]> {
  const [ready, metrics, log] = await Promise.all([
    ask(adminPort, 'readyz'),
    ask(adminPort, 'metrics'),
    readFile(file, 'utf8').catch(String),
  ]);
  const held = metrics
    .split('\n')
    .filter((l) => /^cupcakery_(tickets_in_work|partition_owned|partition_stopped)\b/.test(l));
  const warned = log
    .split('\n')
    .filter((l) => l !== '' && (!l.startsWith('{') || /"level":"(warn|error|fatal)"/.test(l)));
  return [`== ${name}: ${ready.trim()}`, ...held, ...warned.slice(-linesOfEach).map(shorten)];
}

const shorten = (line: string): string =>
  line.length <= 2 * lineEnds ? line : `${line.slice(0, lineEnds)} … ${line.slice(-lineEnds)}`;

async function ask(port: number, path: string): Promise<string> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/${path}`, { signal: AbortSignal.timeout(withinMs) });
    return await answer.text();
  } catch (error) {
    return String(error);
  }
}
