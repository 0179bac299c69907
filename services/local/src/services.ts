import { join } from 'node:path';
import { root, type Settings } from './settings.ts';
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
};

/** The services that `make up` runs; HTTP ports follow PORT from +1 on, probes from +101 on. */
export const servicesOf = (settings: Settings): Service[] => {
  const apiPort = settings.port + 1;
  const gatewayPort = settings.port + 2;
  const lagPort = settings.port + 3;
  const common = {
    KAFKA_BROKERS: `localhost:${settings.kafkaPort}`,
    LOG_LEVEL: settings.logLevel,
    HOST: '127.0.0.1',
    WORKFLOWS_DIR: workflowsDirOf(settings),
    // A developer waits for `make down`; nobody has to be drained from a load balancer.
    SHUTDOWN_TIMEOUT_MS: '8000',
  };
  const service = (name: string, index: number, env: Record<string, string>, port?: number): Service => {
    const adminPort = settings.port + 101 + index;
    const http: Record<string, string> = port === undefined ? {} : { PORT: String(port) };
    return {
      name,
      command: process.execPath,
      args: [join(root, 'services', name, 'src/main.ts')],
      env: { ...common, ADMIN_PORT: String(adminPort), ...http, ...env },
      adminPort,
      ...(port === undefined ? {} : { port }),
    };
  };
  return [
    service('order-processor', 0, { WORKFLOW: 'cupcakes', INSTANCE_ID: 'processor-0' }),
    service('stage-worker', 1, { WORKFLOW: 'cupcakes', STAGES: 'all' }),
    service('order-api', 2, {}, apiPort),
    service(
      'gateway',
      3,
      { ORDER_API_URL: `http://127.0.0.1:${apiPort}`, LAG_EXPORTER_URL: `http://127.0.0.1:${lagPort}` },
      gatewayPort,
    ),
    service('lag-exporter', 4, {}, lagPort),
  ];
};

/** Every port the services take, with its use, for a check before they start. */
export const portsOf = (services: Service[]): { port: number; use: string }[] =>
  services.flatMap(({ name, port, adminPort }) => [
    ...(port === undefined ? [] : [{ port, use: name }]),
    { port: adminPort, use: `${name}'s probes` },
  ]);
