import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { findHangingPartitions } from '@cupcakery/kit/kafka/exactly-once/transaction/find-hanging';
import { createLogger } from '@cupcakery/kit/log';
import type { Broker } from '../test-system/broker.ts';
import type { TestSystem } from '../test-system/test-system.ts';

const linesOfEach = 12;
/** Characters of a line's beginning and of its end, where the message is after a long stack. */
const lineEnds = 150;
const withinMs = 5000;

/**
 * What helps to explain broken invariants, collected while the system still runs: records without a transaction marker,
 * the readiness and gauges of each service, and its last warnings. Never rejects.
 */
export async function collectDiagnostics(system: TestSystem, broker: Broker, dir: string): Promise<string> {
  const services = [...system.services.values()];
  const parts = await Promise.all([
    describeHangingTransactions(system, broker).catch((error: unknown) => [
      `hanging records: ${String(error)}`,
    ]),
    ...services.map(({ name, adminPort }) => describeService(name, adminPort, join(dir, `${name}.log`))),
  ]);
  return parts.flat().join('\n');
}

/** Where readers of committed records cannot reach the end of the log. */
async function describeHangingTransactions(
  { names, partitions: count }: TestSystem,
  broker: Broker,
): Promise<string[]> {
  const log = createLogger({ service: 'diagnostics', level: 'silent' });
  const kafka = createKafkaClient({ brokers: broker.address.split(','), clientId: 'diagnostics' }, log);
  const topics = [...Object.values(names.topics), ...names.stages.map((s) => s.topic)];
  const partitions = (await findHangingPartitions(kafka, topics, count)).map(
    ({ topic, partition, stable }) => `${topic}/${partition} from ${stable}`,
  );
  return [`records without a marker: ${partitions.join(', ') || 'none'}`];
}

async function describeService(name: string, adminPort: number, file: string): Promise<string[]> {
  const [ready, metrics, log] = await Promise.all([
    fetchText(adminPort, 'readyz'),
    fetchText(adminPort, 'metrics'),
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

async function fetchText(port: number, path: string): Promise<string> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/${path}`, { signal: AbortSignal.timeout(withinMs) });
    return await answer.text();
  } catch (error) {
    return String(error);
  }
}
