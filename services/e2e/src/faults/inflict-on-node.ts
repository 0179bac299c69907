import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics, type TopicSpec } from '@cupcakery/kit/kafka/admin/topics';
import { createLogger } from '@cupcakery/kit/log';
import type { ClusterNode, KafkaCluster } from '@cupcakery/kit/testing/kafka-cluster';
import { moveLeaders } from '@cupcakery/kit/testing/move-leaders';
import type { TestSystem } from '../test-system/test-system.ts';
import { topicSpecs } from '../test-system/workflow.ts';
import { pause } from '../tools/wait.ts';
import type { ClusterFault, NodeChoice } from './plan.ts';

/** As `services/local` starts brokers. */
const internalPartitions = 8;
const internalTopics = ['__consumer_offsets', '__transaction_state'];

/** Inflicts a fault on one of three brokers; resolves when all replicas are in sync again. */
export async function inflictOnNode(
  fault: ClusterFault,
  system: TestSystem,
  cluster: KafkaCluster,
  signal?: AbortSignal,
): Promise<void> {
  const specs = topicSpecs(system.names, system.partitions);
  switch (fault.kind) {
    case 'node-kill':
      await killFor(await choose(cluster, fault.node), fault.awayMs, signal);
      break;
    case 'node-freeze': {
      const node = await choose(cluster, fault.node);
      node.freeze();
      try {
        await pause(fault.forMs, signal);
      } finally {
        node.thaw();
      }
      break;
    }
    case 'leaders-move':
      await moveLeaders(cluster.brokers, [...specs.map(({ name }) => name), ...internalTopics]);
      break;
    case 'too-few-in-sync':
      await requireInSync(cluster, specs, 3);
      try {
        await killFor(await choose(cluster, fault.node), fault.forMs, signal);
      } finally {
        await requireInSync(cluster, specs, 2);
      }
      break;
  }
  await cluster.inSync(signal);
}

async function choose(cluster: KafkaCluster, choice: NodeChoice): Promise<ClusterNode> {
  if (choice === 'controller') return cluster.controller();
  const node = cluster.nodes.find(({ id }) => id === choice);
  if (!node) throw new Error(`there is no broker ${choice}`);
  return node;
}

async function killFor(node: ClusterNode, ms: number, signal?: AbortSignal): Promise<void> {
  await node.kill();
  try {
    await pause(ms, signal);
  } finally {
    await node.start();
  }
}

/** Sets how many replicas have to be in sync for a write, of the system's topics and of Kafka's own. */
async function requireInSync(cluster: KafkaCluster, specs: TopicSpec[], count: number): Promise<void> {
  const log = createLogger({ service: 'faults', level: 'warn' });
  const kafka = createKafkaClient({ brokers: cluster.brokers, clientId: 'faults' }, log);
  const internal = internalTopics.map((name) => ({ name, partitions: internalPartitions, config: {} }));
  await ensureTopics(
    kafka,
    [...specs, ...internal].map((spec) => ({
      ...spec,
      config: { ...spec.config, 'min.insync.replicas': String(count) },
    })),
  );
}
