import { join } from 'node:path';
import { lagHistoryTopic } from '@cupcakery/workflow/contracts/lag-history';
import { staffTopic } from '@cupcakery/workflow/contracts/staff';
import { root } from '../toolbox/repository.ts';
import { furtherProbePortOf, httpPortOf, probePortOf, type ServiceName } from './ports.ts';
import type { Settings } from './settings.ts';
import { type ClientSecrets, issuerOf, keysFileOf, serviceClientEnvOf, tokenEnvOf } from './sign-in.ts';
import { workflowsDirOf } from './workflows.ts';

/** A program of the local system: how to start it, and where its probes and metrics are. */
export type Service = {
  name: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  adminPort: number;
  /** Where it serves HTTP, if it does. */
  port?: number;
  /** It does not wait for Kafka: it needs none, and others call it when they start. */
  early?: true;
};

/**
 * The services that `make up` runs: a processor and workers for each workflow, one of each other.
 * @param secrets of the programs that sign in; only what starts the services needs them
 */
export function servicesOf(settings: Settings, secrets?: ClientSecrets): Service[] {
  const apiPort = httpPortOf('order-api', settings.port);
  const gatewayPort = httpPortOf('gateway', settings.port);
  const lagPort = httpPortOf('lag-exporter', settings.port);
  const shopPort = httpPortOf('shop', settings.port);
  const common = {
    KAFKA_BROKERS: `localhost:${settings.kafkaPort}`,
    LOG_LEVEL: settings.logLevel,
    HOST: '127.0.0.1',
    WORKFLOWS_DIR: workflowsDirOf(settings),
    // A developer waits for `make down`; no load balancer has to be drained.
    SHUTDOWN_TIMEOUT_MS: '8000',
  };
  const program = (program: ServiceName, adminPort: number, env: Record<string, string>): Service => ({
    name: program,
    command: process.execPath,
    args: [join(root, 'services', program, 'src/main.ts')],
    env: { ...common, ADMIN_PORT: String(adminPort), ...env },
    adminPort,
  });
  const service = (name: ServiceName, env: Record<string, string>, port?: number): Service => {
    const http: Record<string, string> = port === undefined ? {} : { PORT: String(port) };
    const one = program(name, probePortOf(name, settings.port), { ...http, ...env });
    return port === undefined ? one : { ...one, port };
  };
  const workersEnv = (workflow: string) => ({ WORKFLOW: workflow, STAGES: 'all' });
  const processorEnv = (workflow: string) => ({ WORKFLOW: workflow, INSTANCE_ID: 'processor-0' });
  const further = settings.further.flatMap((workflow, index): Service[] => {
    const port = (name: 'order-processor' | 'stage-worker') => furtherProbePortOf(name, index, settings.port);
    const named = (one: Service): Service => ({ ...one, name: `${one.name}-${workflow}` });
    return [
      named(program('order-processor', port('order-processor'), processorEnv(workflow))),
      named(program('stage-worker', port('stage-worker'), workersEnv(workflow))),
    ];
  });
  const provider = service(
    'demo-identity-provider',
    { ISSUER: issuerOf(settings), KEYS_FILE: keysFileOf(settings), ...secrets },
    httpPortOf('demo-identity-provider', settings.port),
  );
  const tokens = tokenEnvOf(settings);
  return [
    { ...provider, early: true },
    service('order-processor', processorEnv('cupcakes')),
    service('stage-worker', workersEnv('cupcakes')),
    ...further,
    service(
      'order-api',
      { ...tokens, STAFF_TOPIC: staffTopic.name, COLLECTIONS_DIR: settings.collectionFiles },
      apiPort,
    ),
    service(
      'gateway',
      {
        ...tokens,
        ORDER_API_URL: `http://127.0.0.1:${apiPort}`,
        LAG_EXPORTER_URL: `http://127.0.0.1:${lagPort}`,
        LAG_HISTORY_TOPIC: lagHistoryTopic.name,
        STAFF_TOPIC: staffTopic.name,
        COLLECTIONS_DIR: settings.collectionFiles,
        SHOP_URL: `http://127.0.0.1:${shopPort}`,
        ...serviceClientEnvOf(settings, secrets),
      },
      gatewayPort,
    ),
    service(
      'shop',
      { ...tokens, COLLECTIONS_DIR: settings.collectionFiles, INSTANCE_ID: 'shop-0' },
      shopPort,
    ),
    service('lag-exporter', { ...tokens, HISTORY_TOPIC: lagHistoryTopic.name }, lagPort),
  ];
}
