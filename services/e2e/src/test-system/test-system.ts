import { freePorts } from '@cupcakery/kit/tools/free-ports';
import type { Broker } from './broker.ts';
import { type Service, type ServiceSpec, startService } from './service.ts';
import { createTopics, type WorkflowNames, workflowNames, writeWorkflow } from './workflow.ts';

export type TestSystemOptions = {
  /** The run's folder: logs, workflow file. */
  dir: string;
  broker: Broker;
  /** The workflow file. */
  workflow: string;
  partitions?: number;
  processors?: number;
  workers?: number;
  /** False: without order-api. */
  api?: boolean;
  /** Added to the environment of every service. */
  env?: Record<string, string>;
  apiEnv?: Record<string, string>;
  /** Added to the environment of every processor. */
  processorEnv?: Record<string, string>;
  /** Folder of another release that all services run from; default: this one. */
  release?: string;
  signal?: AbortSignal | undefined;
};

/** The whole order pipeline as real processes. */
export type TestSystem = {
  readonly url: string;
  readonly names: WorkflowNames;
  /** Of each of its topics. */
  readonly partitions: number;
  readonly workflowsDir: string;
  readonly services: ReadonlyMap<string, Service>;
  service(name: string): Service;
  /** Starts one more service. */
  add(name: string, program: ServiceSpec['program'], env: Record<string, string>): Promise<Service>;
  /** Unexpected exits of its processes. */
  crashes(): string[];
  stop(): Promise<void>;
};

/** Starts processors, workers and one order-api on fresh topics; resolves when all of them are ready. */
export async function startTestSystem(options: TestSystemOptions): Promise<TestSystem> {
  const { dir, broker, partitions = 4, processors = 2, workers = 2, release, signal } = options;
  const names = workflowNames(options.workflow);
  const workflowsDir = await writeWorkflow(dir, options.workflow);
  await createTopics(broker.address, names, partitions);
  const [apiPort = 0] = await freePorts(1);
  const services = new Map<string, Service>();
  const common = {
    KAFKA_BROKERS: broker.address,
    HOST: '127.0.0.1',
    WORKFLOWS_DIR: workflowsDir,
    WORKFLOW: names.name,
    SHUTDOWN_TIMEOUT_MS: '15000',
    ...options.env,
  };

  async function add(
    name: string,
    program: ServiceSpec['program'],
    env: Record<string, string>,
  ): Promise<Service> {
    const [adminPort = 0] = await freePorts(1);
    const service = startService({ name, program, env: { ...common, ...env }, adminPort, release }, dir);
    services.set(name, service);
    return service;
  }

  const system: TestSystem = {
    url: `http://127.0.0.1:${apiPort}`,
    names,
    partitions,
    workflowsDir,
    services,
    service(name) {
      const service = services.get(name);
      if (!service) throw new Error(`the test system has no ${name}`);
      return service;
    },
    add,
    crashes: () => [...services.values()].flatMap((s) => s.crashes),
    async stop() {
      await Promise.all([...services.values()].map((s) => s.stop()));
    },
  };
  try {
    for (let i = 0; i < processors; i += 1) {
      await add(`processor-${i}`, 'order-processor', {
        INSTANCE_ID: `processor-${i}`,
        ...options.processorEnv,
      });
    }
    for (let i = 0; i < workers; i += 1) {
      await add(`worker-${i}`, 'stage-worker', { STAGES: 'all', WORKER_NAME: `worker-${i}` });
    }
    if (options.api !== false) await add('api', 'order-api', { PORT: String(apiPort), ...options.apiEnv });
    await Promise.all([...services.values()].map((s) => s.ready(60_000, signal)));
    return system;
  } catch (error) {
    await system.stop();
    throw error;
  }
}
