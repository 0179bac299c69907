import { join } from 'node:path';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { isReady } from '@cupcakery/kit/tools/is-ready';
import { z } from 'zod';
import { type Child, startNode } from '../../../processes/child.ts';
import { createJsonLines, type JsonLines } from '../../../tools/json-lines.ts';
import { waitFor } from '../../../tools/wait.ts';

export type ServerKind = 'gateway' | 'plain' | 'stock';

/** A server that screens can be connected to. */
export type ServerProcess = {
  readonly url: string;
  readonly child: Child;
  readonly lines: JsonLines;
  /** What memory is left after a collection, bytes. */
  memory(): Promise<{ rss: number; heapUsed: number }>;
};

export type ServerOptions = { brokers: string; workflow: string; workflowsDir: string; dir: string };

const memoryLine = z.object({ rss: z.number(), heapUsed: z.number(), external: z.number() });
const readyLine = z.object({ ready: z.literal(true) });

/** Starts a server as a separate process, with the same Node and the same flags for all; resolves when it is ready. */
export async function startServer(kind: ServerKind, options: ServerOptions): Promise<ServerProcess> {
  const { brokers, workflow, workflowsDir, dir } = options;
  const [port = 0, adminPort = 0] = await freePorts(2);
  const lines = createJsonLines();
  const program =
    kind === 'gateway'
      ? 'services/gateway/src/main.ts'
      : `services/e2e/src/bench/fan-out/servers/${kind}-main.ts`;
  const child = startNode(['--import', './services/e2e/src/bench/fan-out/servers/gc-on-signal.ts', program], {
    env: {
      KAFKA_BROKERS: brokers,
      PORT: String(port),
      TOPIC: `${workflow}.orders`,
      WORKFLOWS_DIR: workflowsDir,
      ADMIN_PORT: String(adminPort),
      MAX_STREAMS_PER_ADDRESS: '20000',
      NODE_ENV: 'production',
    },
    logFile: join(dir, `${kind}-${port}.log`),
    onStdout: lines.push,
  });
  const isUp = () => (kind === 'gateway' ? isReady(adminPort) : lines.last(readyLine) !== undefined);
  await waitFor(`the ${kind} server`, isUp, { withinMs: 60_000 });
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    child,
    lines,
    async memory() {
      const before = lines.count(memoryLine);
      child.signal('SIGUSR2');
      await waitFor('the memory', () => lines.count(memoryLine) > before, { withinMs: 20_000 });
      return memoryLine.parse(lines.last(memoryLine));
    },
  };
}
