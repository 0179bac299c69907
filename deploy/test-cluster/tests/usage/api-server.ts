import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../../settings/settings.ts';
import { kubectl } from '../kubernetes/kubectl.ts';
import { eventually } from './eventually.ts';

const name = 'kube-apiserver';

/** kill -9 of the API server, and a restart with the same flags on the same etcd. Resolves when it is ready. */
export async function restartApiServer(): Promise<void> {
  const pidFile = join(paths.pids, name);
  const pid = Number(readFileSync(pidFile, 'utf8'));
  const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  if (!program.includes(name)) throw new Error(`process ${pid} is ${program}, not the API server`);
  process.kill(pid, 'SIGKILL');
  await eventually(
    'the old one is gone',
    () => existsSync(`/proc/${pid}`),
    (there) => !there,
  );
  const log = openSync(join(paths.logs, `${name}.log`), 'a');
  const again = spawn(program, args, { detached: true, stdio: ['ignore', log, log] });
  again.unref();
  writeFileSync(pidFile, String(again.pid));
  await eventually(
    'the API server is ready',
    () => kubectl('get', '--raw', '/readyz'),
    (text) => text === 'ok',
  );
}
