export type BrokerAddress = { dataDir: string; port: number; controllerPort: number };

/** One broker's part in a cluster whose nodes are broker and controller at once. */
export type ClusterNode = {
  /** From 1 on. */
  id: number;
  /** 22 characters of URL-safe base64, the same for all. */
  clusterId: string;
  /** All nodes, as in `controller.quorum.voters`: `1@127.0.0.1:5001,2@127.0.0.1:5002`. */
  voters: string;
};

/**
 * A broker's `server.properties`: a KRaft node for a development machine, by default the only one.
 * `extra` overrides everything here, e.g. `listeners` to add TLS or SCRAM ones.
 */
export function serverProperties(
  broker: BrokerAddress,
  extra: Record<string, string> = {},
  node?: ClusterNode,
): string {
  const nodes = node?.voters.split(',').length ?? 1;
  const replicas = String(Math.min(3, nodes));
  const minInSync = nodes < 3 ? '1' : '2';
  const properties: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': String(node?.id ?? 1),
    'controller.quorum.voters': node?.voters ?? `1@127.0.0.1:${broker.controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    listeners: `PLAINTEXT://127.0.0.1:${broker.port},CONTROLLER://127.0.0.1:${broker.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://localhost:${broker.port}`,
    'log.dirs': `${broker.dataDir}/data`,
    'auto.create.topics.enable': 'false',
    'default.replication.factor': replicas,
    'min.insync.replicas': minInSync,
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': '8',
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': minInSync,
    'transaction.state.log.num.partitions': '8',
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': minInSync,
    'share.coordinator.state.topic.num.partitions': '8',
    // On one machine there is no second member to wait for; and tests need sessions shorter than the default 6 s.
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    // After a kill -9 the controller refuses the broker until its old session ends: 9 s by default.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    'num.network.threads': '2',
    'num.io.threads': '4',
    // The cleaner's default buffer of 128 MB is a quarter of the heap given here.
    'log.cleaner.dedupe.buffer.size': '16777216',
    ...extra,
  };
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${escapeValue(value)}\n`)
    .join('');
}

// java.util.Properties reads a backslash as an escape.
const escapeValue = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('\n', '\\\n');
