import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBroker } from '@cupcakery/local/kafka/broker';
import { sign } from '../../machine/certificates.ts';
import { addresses, paths, run } from '../../settings/settings.ts';
import { clients } from '../kubernetes/clients.ts';

export type User = { name: string; password: string };

/** A broker as pods reach it: by the service that Strimzi would have made, over TLS, with SCRAM and rights enforced. */
export type ShopKafka = {
  /** For the tests alone: without sign-in, as an administrator. */
  address: string;
  /** The port where users authenticate. */
  securePort: number;
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
};

const securePort = 9093;
const port = 9092;
/** Name of the Strimzi Kafka in the charts' values. */
const cluster = 'cupcakery';

/** Starts the broker on the node's address and creates the service and the secret by which pods reach it. */
export async function startShopKafka(namespace: string, users: readonly User[]): Promise<ShopKafka> {
  const service = `${cluster}-kafka-bootstrap`;
  const name = `${service}.${namespace}.svc`;
  sign('kafka', 'ca', '/CN=kafka', 'serverAuth', [name, 'localhost', addresses.node]);
  const pem = join(paths.pki, 'kafka.pem');
  const [key, certificate] = ['key', 'crt'].map((kind) =>
    readFileSync(join(paths.pki, `kafka.${kind}`), 'utf8'),
  );
  writeFileSync(pem, `${key}${certificate}`, { mode: 0o600 });
  const controllerPort = 9094;
  const dataDir = join(run, `kafka-${namespace}`);
  rmSync(dataDir, { recursive: true, force: true });
  const broker = await startBroker({
    dataDir,
    port,
    controllerPort,
    formatArguments: users.flatMap((user) => [
      '--add-scram',
      `SCRAM-SHA-512=[name=${user.name},password=${user.password}]`,
    ]),
    extraProperties: {
      listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort},SECURE://0.0.0.0:${securePort}`,
      'advertised.listeners': `PLAINTEXT://localhost:${port},SECURE://${addresses.node}:${securePort}`,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL',
      'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
      'listener.name.secure.scram-sha-512.sasl.jaas.config':
        'org.apache.kafka.common.security.scram.ScramLoginModule required;',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': pem,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      // The administrator; nothing else uses the plaintext listener.
      'super.users': 'User:ANONYMOUS',
    },
  });
  await publishEndpoints(namespace, service);
  return {
    address: broker.brokers,
    securePort,
    freeze: () => broker.kill('SIGSTOP'),
    thaw: () => broker.kill('SIGCONT'),
    stop: () => broker.stop(),
  };
}

/** A service without pods: its endpoint is the node, where the broker listens. */
async function publishEndpoints(namespace: string, service: string): Promise<void> {
  await clients.core.createNamespacedService({
    namespace,
    body: { metadata: { name: service }, spec: { ports: [{ name: 'kafka', port: securePort }] } },
  });
  await clients.discovery.createNamespacedEndpointSlice({
    namespace,
    body: {
      metadata: { name: service, labels: { 'kubernetes.io/service-name': service } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [addresses.node] }],
      ports: [{ name: 'kafka', port: securePort, protocol: 'TCP' }],
    },
  });
  const authority = readFileSync(join(paths.pki, 'ca.crt'), 'utf8');
  await clients.core.createNamespacedSecret({
    namespace,
    body: { metadata: { name: `${cluster}-cluster-ca-cert` }, stringData: { 'ca.crt': authority } },
  });
}
