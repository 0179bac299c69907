import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';
import { ofKind, render, type Values } from '../../../charts/rendering/helm.ts';
import { runProgram } from '../../../charts/rendering/run-program.ts';
import { type Origin, serveOrigin } from '../../../kind/open/serve-origin.ts';
import { root } from '../../settings/settings.ts';
import { clients } from '../kubernetes/clients.ts';
import { kubectl, kubectlWith } from '../kubernetes/kubectl.ts';
import { createIssuer, type Issuer, originPort, providerSecrets, signIn } from './issuer.ts';
import { type ShopKafka, startShopKafka, type User } from './kafka.ts';
import { lagValues, metricsToken, shopValues } from './shop-values.ts';
import { type Strimzi, startStrimzi } from './strimzi.ts';

export const namespace = 'shop';
const kindFiles = ['deploy/kind/cupcakery.yaml', 'deploy/kind/demo-sign-in.yaml'];
const lagFiles = ['deploy/kind/kafka-lag-metrics.yaml', 'deploy/kind/demo-sign-in-lag.yaml'];
const label = 'pod-security.kubernetes.io/enforce';

/** Everything around the charts: what a platform team has in place before it installs them. */
export type Shop = {
  kafka: ShopKafka;
  issuer: Issuer;
  /** Where a browser opens the installation. */
  origin: Origin;
  strimzi: Strimzi;
  users: User[];
  /** What was installed last. */
  values: Values;
  close(): Promise<void>;
};

/** A namespace that enforces `restricted`, a broker with users, the operators' stand-in, the secrets, and the way in. */
export async function startShop(): Promise<Shop> {
  // A cluster that is kept (`make cluster-up`) has those of the previous run. The API first: while it has no server, no
  // namespace can be deleted.
  await kubectl('delete', 'apiservice', 'v1beta1.external.metrics.k8s.io', '--ignore-not-found');
  await kubectl('delete', 'namespace', namespace, '--ignore-not-found', '--timeout=2m');
  await kubectlWith(
    stringify({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { [label]: 'restricted' } },
    }),
    ...['apply', '-f', '-'],
  );
  const values = shopValues();
  const manifests = [
    ...render('cupcakery', { namespace, values: { ...values, oidc: signIn }, files: kindFiles }),
    ...render('kafka-lag-metrics', { namespace, release: 'kafka-lag-metrics' }),
  ];
  const users = ofKind(manifests, 'KafkaUser').map(({ metadata: { name } }) => ({
    name,
    password: `secret-of-${name}`,
  }));
  const kafka = await startShopKafka(namespace, users);
  const secrets = {
    ...(await providerSecrets()),
    [metricsToken.secret]: { [metricsToken.key]: randomBytes(24).toString('hex') },
  };
  for (const [name, stringData] of Object.entries(secrets)) {
    await clients.core.createNamespacedSecret({ namespace, body: { metadata: { name }, stringData } });
  }
  const strimzi = startStrimzi(namespace, kafka.address, users);
  // A browser's messages would only repeat what the tests say.
  const origin = await serveOrigin({ namespace, release: 'cupcakery', port: originPort, print: () => {} });
  return {
    kafka,
    issuer: createIssuer(),
    origin,
    strimzi,
    users,
    values,
    async close() {
      await origin.stop();
      await strimzi.stop();
      await kafka.stop();
    },
  };
}

/** Runs helm in the shop's namespace and returns what it printed; throws with its errors. */
export async function helm(args: string[], values?: Values): Promise<string> {
  const valuesFromStdin = values === undefined ? [] : ['--values', '-'];
  const all = [...args, '--namespace', namespace, ...valuesFromStdin];
  const input = values === undefined ? '' : stringify(values);
  const { status, stdout, stderr } = await runProgram('helm', all, input, { cwd: root });
  if (status !== 0) throw new Error(`helm ${args.join(' ')}: ${stderr.trim()}`);
  return stdout;
}

const wait = ['--wait', '--timeout', '10m'];

export function installLag(): Promise<string> {
  return helm(
    [
      'install',
      'kafka-lag-metrics',
      'charts/kafka-lag-metrics',
      ...lagFiles.flatMap((file) => ['-f', file]),
      ...wait,
    ],
    lagValues,
  );
}

/** Installs or upgrades the application; records the values in `shop`. */
export async function installShop(shop: Shop, values: Values = shop.values): Promise<string> {
  const files = kindFiles.flatMap((file) => ['-f', file]);
  const printed = await helm(
    ['upgrade', '--install', 'cupcakery', 'charts/cupcakery', ...files, ...wait],
    values,
  );
  shop.values = values;
  return printed;
}

/** Creates the secret with which `helm test` places an order: a customer's token. */
export async function createCallerSecret({ issuer }: Shop): Promise<void> {
  const stringData = { token: await issuer.token('customer') };
  await clients.core.createNamespacedSecret({
    namespace,
    body: { metadata: { name: 'caller' }, stringData },
  });
}

/** The URL of a service of the namespace. */
export async function urlOf(service: string, port: number): Promise<string> {
  const { spec } = await clients.core.readNamespacedService({ namespace, name: service });
  return `http://${spec?.clusterIP}:${port}`;
}
