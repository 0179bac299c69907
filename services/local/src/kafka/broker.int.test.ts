import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { isPortFree } from '../toolbox/free-port.ts';
import { installKafka } from '../toolbox/kafka-jars.ts';
import { startBroker } from './broker.ts';
import { isBrokerReady } from './probe.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cupcakery-broker-'));
});

afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

/** Runs one of Kafka's own command line tools and returns what it prints. */
const kafkaTool = async (tool: string, args: string[], input = ''): Promise<string> => {
  const { java, classPath } = await installKafka();
  const options = ['-XX:TieredStopAtLevel=1', '-cp', classPath, `org.apache.kafka.tools.${tool}`];
  const child = spawn(java.command, [...options, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(input);
  return (await Promise.all([text(child.stdout), once(child, 'close')]))[0];
};

test('all int tests get the address of a broker that answers', async () => {
  const port = Number(inject('brokers').split(':')[1]);
  expect(await isBrokerReady(port)).toBe(true);
});

test('a record survives a kill, a stop and a start on the same port and folder', async () => {
  const [port = 0] = await freePorts(1);
  const killed = await startBroker({ dataDir, port });
  const topic = ['--bootstrap-server', killed.brokers, '--topic', 'kept'];
  await kafkaTool('TopicCommand', [...topic, '--create', '--partitions', '2']);
  await kafkaTool('ConsoleProducer', topic, 'a cupcake\n');
  killed.kill('SIGKILL');
  await killed.exited;

  const stopped = await startBroker({ dataDir, port });
  await stopped.stop();
  expect(await isPortFree(port)).toBe(true);

  const broker = await startBroker({ dataDir, port });
  try {
    const reading = [...topic, '--from-beginning', '--max-messages', '1', '--timeout-ms', '30000'];
    expect(await kafkaTool('consumer.ConsoleConsumer', reading)).toBe('a cupcake\n');
  } finally {
    await broker.stop();
  }
});

test('a broker frozen by SIGSTOP can still be stopped', async () => {
  const [port = 0] = await freePorts(1);
  const broker = await startBroker({ dataDir, port });
  broker.kill('SIGSTOP');
  await broker.stop();
  expect(await isBrokerReady(port)).toBe(false);
});

test('a taken port is named together with the variable that changes it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  await expect(startBroker({ dataDir, port })).rejects.toThrow(new RegExp(`${port}.*KAFKA_PORT`));
  server.close();
});

test('a broker that cannot run reports the end of its log', async () => {
  const [port = 0] = await freePorts(1);
  const extraProperties = { 'num.io.threads': 'many' };
  await expect(startBroker({ dataDir, port, extraProperties })).rejects.toThrow('num.io.threads');
});
