import { type ChildProcess, spawn } from 'node:child_process';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** A service of this repository as a child process, for tests. */
export type SpawnedService = {
  child: ChildProcess;
  exited: Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
};

/** Starts `services/<name>/src/main.ts` with exactly this environment and a probe port of its own choice. */
export function spawnService(name: string, env: Record<string, string>): SpawnedService {
  const child = spawn(execPath, [`services/${name}/src/main.ts`], {
    cwd: root,
    env: { ADMIN_PORT: '0', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    child,
    exited,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      await exited;
    },
  };
}
