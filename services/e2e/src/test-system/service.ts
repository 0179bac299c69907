import { join } from 'node:path';
import { isReady } from '@cupcakery/kit/tools/is-ready';
import { settledWithin } from '@cupcakery/kit/tools/with-timeout';
import { type Child, isStopped, root, startNode } from '../processes/child.ts';
import { waitFor } from '../tools/wait.ts';

export type ServiceName = string;

/** How to start a service. */
export type ServiceSpec = {
  name: ServiceName;
  program: 'order-processor' | 'stage-worker' | 'order-api' | 'gateway' | 'lag-exporter' | 'shop';
  env: Record<string, string>;
  adminPort: number;
  /** Folder of another release to run it from; default: this one. */
  release?: string | undefined;
};

/** A service that is kept running: whenever it exits, it is restarted. */
export type Service = {
  readonly name: ServiceName;
  readonly adminPort: number;
  readonly pid: number;
  /** Unexpected exits. */
  readonly crashes: readonly string[];
  /** SIGKILL or SIGTERM; resolves when the process is gone. It is restarted automatically. */
  kill(how: 'SIGKILL' | 'SIGTERM', options?: KillOptions): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** True when it has stopped itself or was frozen. */
  isStopped(): boolean;
  ready(withinMs: number, signal?: AbortSignal): Promise<void>;
  stop(): Promise<void>;
};

export type KillOptions = {
  /** Pause before the restart. */
  restartAfterMs?: number;
  /** Environment of the next process only, e.g. where it is to stall. */
  nextEnv?: Record<string, string>;
  /** What runs from the next start on: the folder of another release (undefined: this one), and changes of its environment. */
  change?: { release: string | undefined; env?: Record<string, string> };
};

const killAfterMs = 20_000;

/** Starts a service and keeps it running until `stop`; its output goes to `<dir>/<name>.log`. */
export function startService(spec: ServiceSpec, dir: string): Service {
  const { name, program, adminPort } = spec;
  let { release = root, env: ownEnv } = spec;
  const crashes: string[] = [];
  let exitExpected = false;
  let stopped = false;
  let nextStart: KillOptions = {};
  let child = launch();

  function launch(): Child {
    const { change, nextEnv } = nextStart;
    if (change) [release, ownEnv] = [change.release ?? root, { ...ownEnv, ...change.env }];
    const env = { ...ownEnv, ADMIN_PORT: String(adminPort), ...nextEnv };
    nextStart = {};
    exitExpected = false;
    const started = startNode([join(release, `services/${program}/src/main.ts`)], {
      env,
      logFile: join(dir, `${name}.log`),
    });
    void started.exited.then((how) => {
      if (stopped) return;
      if (!exitExpected) crashes.push(`${name}: ${how}`);
      const again = () => {
        if (!stopped) child = launch();
      };
      setTimeout(again, nextStart.restartAfterMs ?? 200);
    });
    return started;
  }

  return {
    name,
    adminPort,
    get pid() {
      return child.pid;
    },
    crashes,
    async kill(how, options = {}) {
      nextStart = options;
      exitExpected = true;
      child.signal(how);
      if (how === 'SIGTERM') child.signal('SIGCONT');
      if (!(await settledWithin(child.exited, killAfterMs))) child.signal('SIGKILL');
      await child.exited;
    },
    freeze: () => child.signal('SIGSTOP'),
    thaw: () => child.signal('SIGCONT'),
    isStopped: () => child.running && isStopped(child.pid),
    ready: (withinMs, signal) =>
      waitFor(`${name} ready`, () => isReady(adminPort), { withinMs, signal }).then(() => {}),
    async stop() {
      stopped = true;
      await child.stop();
    },
  };
}
