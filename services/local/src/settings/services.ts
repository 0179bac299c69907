import { join } from 'node:path';
import { root } from '../toolbox/repository.ts';
import { httpPortOf, probePortOf, type ServiceName } from './ports.ts';
import type { Settings } from './settings.ts';
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

/** The services that `make up` runs: a processor and a worker for each workflow, and those that all share. */
export function servicesOf(settings: Settings, workflows: readonly string[]): Service[] {
  const apiPort = httpPortOf('order-api', settings.port);
  const gatewayPort = httpPortOf('gateway', settings.port);
  const lagPort = httpPortOf('lag-exporter', settings.port);
  const common = {
    KAFKA_BROKERS: `localhost:${settings.kafkaPort}`,
    LOG_LEVEL: settings.logLevel,
    HOST: '127.0.0.1',
    WORKFLOWS_DIR: workflowsDirOf(settings),
    // A developer waits for `make down`; no load balancer has to be drained.
    SHUTDOWN_TIMEOUT_MS: '8000',
  };
  const service = (name: ServiceName, env: Record<string, string>, port?: number, index = 0): Service => {
    const adminPort = probePortOf(name, settings.port, index);
    const http: Record<string, string> = port === undefined ? {} : { PORT: String(port) };
    return {
      name: index === 0 ? name : `${name}-${workflows[index]}`,
      command: process.execPath,
      args: [join(root, 'services', name, 'src/main.ts')],
      env: { ...common, ADMIN_PORT: String(adminPort), ...http, ...env },
      adminPort,
      ...(port === undefined ? {} : { port }),
    };
  };
  return [
    ...workflows.flatMap((workflow, index) => [
      service('order-processor', { WORKFLOW: workflow, INSTANCE_ID: 'processor-0' }, undefined, index),
      service('stage-worker', { WORKFLOW: workflow, STAGES: 'all' }, undefined, index),
    ]),
    service('order-api', {}, apiPort),
    service(
      'gateway',
      { ORDER_API_URL: `http://127.0.0.1:${apiPort}`, LAG_EXPORTER_URL: `http://127.0.0.1:${lagPort}` },
      gatewayPort,
    ),
    service('lag-exporter', {}, lagPort),
  ];
}
