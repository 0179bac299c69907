import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts } from '../tools/free-ports.ts';
import { mapWithConcurrency } from '../tools/map-with-concurrency.ts';
import { activeController } from './active-controller.ts';
import { type BrokerProcess, type BrokerWatch, startBrokerProcess } from './broker-process.ts';
import { replicasInSync } from './replicas-in-sync.ts';

/** One broker, which is controller too, of a cluster. */
export type ClusterNode = {
  readonly id: number;
  /** `localhost:<port>` */
  readonly address: string;
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same data and ports; resolves when it answers. Does nothing while it runs. */
  start(signal?: AbortSignal): Promise<void>;
  /** SIGSTOP: its sockets stay open and nothing answers. */
  freeze(): void;
  thaw(): void;
};

/** Three real brokers: every topic has three replicas, of which two have to be in sync. */
export type KafkaCluster = {
  readonly nodes: readonly ClusterNode[];
  /** Bootstrap addresses of all nodes. */
  readonly brokers: string[];
  /** The node that is the active controller. Rejects while there is none. */
  controller(): Promise<ClusterNode>;
  /** Resolves when every partition has its leader and all of its replicas in sync. */
  inSync(signal?: AbortSignal): Promise<void>;
  /** Kills all: an orderly stop of the last ones would wait for a controller. */
  stop(): Promise<void>;
};

const size = 3;
/** Of each broker: enough for tests, and three of them fit a small machine. */
const heap = '256m';

/**
 * Starts a cluster with its data below `dir`, and its logs beside them (`broker-1.log`; `node-1/kafka.log`, which
 * is bounded); resolves when all brokers answer.
 * @param options.watch is told of each process, so that it can be killed when this one is
 */
export async function startKafkaCluster(
  dir: string,
  options: { watch?: BrokerWatch; signal?: AbortSignal | undefined } = {},
): Promise<KafkaCluster> {
  const ports = await freePorts(2 * size);
  const ids = Array.from({ length: size }, (_, i) => i + 1);
  const voters = ids.map((id) => `${id}@127.0.0.1:${ports[size + id - 1]}`).join(',');
  const clusterId = randomBytes(16).toString('base64url');
  const nodes = ids.map((id) => {
    const args = ['--node', String(id), '--voters', voters, '--cluster-id', clusterId, '--heap', heap];
    return createNode(dir, id, ports[id - 1] ?? 0, args, options.watch);
  });
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.kill()));
  };
  try {
    await mkdir(dir, { recursive: true });
    await Promise.all(nodes.map((node) => node.start(options.signal)));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    nodes,
    brokers: nodes.map(({ address }) => address),
    async controller() {
      // A node that is frozen does not answer; the first one that knows is enough.
      const answers = await mapWithConcurrency(nodes, size, ({ address }) =>
        activeController(Number(address.split(':')[1])).catch(() => undefined),
      );
      const found = nodes.find(({ id }) => answers.includes(id));
      if (!found) throw new Error('no controller is active');
      return found;
    },
    inSync: (signal) =>
      replicasInSync(
        nodes.map(({ address }) => address),
        size,
        signal,
      ),
    stop,
  };
}

function createNode(
  dir: string,
  id: number,
  port: number,
  args: string[],
  watch: BrokerWatch | undefined,
): ClusterNode {
  let running: BrokerProcess | undefined;
  return {
    id,
    address: `localhost:${port}`,
    async start(signal) {
      running ??= await startBrokerProcess({
        dir: join(dir, `node-${id}`),
        port,
        args,
        logFile: join(dir, `broker-${id}.log`),
        watch,
        signal,
      });
    },
    async kill() {
      const last = running;
      running = undefined;
      await last?.kill();
    },
    freeze: () => running?.signal('SIGSTOP'),
    thaw: () => running?.signal('SIGCONT'),
  };
}
