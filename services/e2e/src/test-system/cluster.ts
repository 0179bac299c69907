import { join } from 'node:path';
import { startKafkaCluster } from '@cupcakery/kit/testing/kafka-cluster';
import { guard } from '../processes/guard.ts';
import { type Broker, startBroker } from './broker.ts';

/** How many brokers a run has. */
export type BrokerCount = 1 | 3;

/** Starts so many brokers with their data below `dir`; resolves when they answer. */
export async function startBrokers(count: BrokerCount, dir: string, signal?: AbortSignal): Promise<Broker> {
  return count === 1 ? startBroker(dir, signal) : startCluster(dir, signal);
}

/** Three brokers as one: what is done to it is done to all of them. */
async function startCluster(dir: string, abort?: AbortSignal): Promise<Broker> {
  const cluster = await startKafkaCluster(join(dir, 'kafka'), { watch: guard(), signal: abort });
  const { nodes } = cluster;
  return {
    address: cluster.brokers.join(','),
    cluster,
    async killAndRestart(signal) {
      await Promise.all(nodes.map((node) => node.kill()));
      await Promise.all(nodes.map((node) => node.start(signal)));
      await cluster.inSync(signal);
    },
    freeze() {
      for (const node of nodes) node.freeze();
    },
    thaw() {
      for (const node of nodes) node.thaw();
    },
    stop: () => cluster.stop(),
  };
}
