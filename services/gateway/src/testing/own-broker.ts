import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrokerProcess } from '@cupcakery/kit/testing/broker-process';
import { freePorts } from '@cupcakery/kit/tools/free-ports';

/** For tests: a broker that no other test uses, since some names of topics and groups there are only once. */
export async function startOwnBroker(): Promise<{ brokers: string; stop(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'cupcakery-gateway-kafka-'));
  const [port = 0] = await freePorts(1);
  const broker = await startBrokerProcess({ dir, port, logFile: join(dir, 'broker.log') });
  return {
    brokers: `localhost:${port}`,
    async stop() {
      await broker.kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
