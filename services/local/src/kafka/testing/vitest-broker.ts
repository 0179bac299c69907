import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import type { TestProject } from 'vitest/node';
import { startBroker } from '../broker.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A real broker's address, e.g. for `inject('brokers')` in an int test. */
    brokers: string;
    /** Where that broker keeps its data; of a running one what TEST_BROKER_DATA says. */
    brokerData: string;
  }
}

/** One real broker for all int tests; TEST_BROKERS names a running one instead. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const running = process.env.TEST_BROKERS;
  if (running) {
    project.provide('brokers', running);
    project.provide('brokerData', process.env.TEST_BROKER_DATA ?? '');
    return undefined;
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'cupcakery-kafka-'));
  const [port = 0] = await freePorts(1);
  const log = (line: string): void => console.error(line);
  try {
    const broker = await startBroker({ dataDir, port, log });
    project.provide('brokers', broker.brokers);
    project.provide('brokerData', dataDir);
    return async () => {
      await broker.stop();
      await rm(dataDir, { recursive: true, force: true });
    };
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}
