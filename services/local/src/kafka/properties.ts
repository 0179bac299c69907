export type BrokerAddress = { dataDir: string; port: number; controllerPort: number };

/**
 * A broker's `server.properties`: one KRaft node for a development machine.
 * `extra` overrides everything here, e.g. `listeners` to add TLS or SCRAM ones.
 */
export function serverProperties(broker: BrokerAddress, extra: Record<string, string> = {}): string {
  const properties: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${broker.controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    listeners: `PLAINTEXT://127.0.0.1:${broker.port},CONTROLLER://127.0.0.1:${broker.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://localhost:${broker.port}`,
    'log.dirs': `${broker.dataDir}/data`,
    'auto.create.topics.enable': 'false',
    'default.replication.factor': '1',
    'min.insync.replicas': '1',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '8',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '8',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
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
