import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '@cupcakery/local/toolbox/setup-error';
import { addresses, paths, root, run } from '../settings/settings.ts';
import { systemProcesses } from './control-groups.ts';

/**
 * The first process of the cluster's own namespaces of network, mounts and processes. When it dies, the kernel ends
 * everything inside and drops its mounts, addresses and rules: nothing can be left behind.
 */
const pidFile = join(run, 'namespace.pid');

/** Folders where the node's programs leave things outside their own; in memory, so that they vanish as well. */
const ownFolders = ['/run/netns', '/run/containerd', '/var/lib/cni', '/var/log/containers'];

/** As process 1 it must reap dead processes, which bash does. */
const firstProcess = `
set -e
mount --make-rshared /
for folder in ${ownFolders.join(' ')}; do mkdir -p $folder; mount -t tmpfs tmpfs $folder; done
ip link set lo up
ip link add node0 type bridge
ip link set node0 up
ip address add ${addresses.node}/32 dev node0
# Traffic to services that no rule matches ends here: there is no real link.
ip route add ${addresses.services} dev node0
sysctl -qw net.ipv4.ip_forward=1
touch "$0"
trap 'exit 0' TERM
while :; do sleep 3600 & wait $!; done
`;

/** Makes the namespaces; the cluster has no way out of them, not even to this machine. */
export async function createNamespace(): Promise<void> {
  mkdirSync(paths.logs, { recursive: true });
  mkdirSync(paths.pids, { recursive: true });
  const ready = join(run, 'namespace.ready');
  rmSync(ready, { force: true });
  const logFile = join(paths.logs, 'namespace.log');
  const log = openSync(logFile, 'a');
  const flags = [
    '--net',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child=SIGKILL',
    '--mount-proc',
    '--propagation=slave',
  ];
  const holder = spawn('unshare', [...flags, 'bash', '-c', firstProcess, ready], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  holder.unref();
  const deadline = Date.now() + 20_000;
  while (!existsSync(ready)) {
    if (holder.exitCode !== null || Date.now() > deadline) {
      throw new SetupError(
        `The cluster's namespaces cannot be created, which needs root: ${readFileSync(logFile, 'utf8').trim()}`,
      );
    }
    await sleep(20);
  }
  const children = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, 'utf8').trim();
  writeFileSync(pidFile, children);
}

/** Process id of the first process, seen from outside; undefined when there is no cluster. */
export function namespacePid(): number | undefined {
  if (!existsSync(pidFile)) return undefined;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  // The number may have been given to another process since a reboot.
  const command = existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
  return command.includes('namespace.ready') ? pid : undefined;
}

/** Ends everything inside. Resolves when it is gone. */
export async function destroyNamespace(): Promise<void> {
  const pid = namespacePid();
  if (pid !== undefined) {
    process.kill(pid, 'SIGKILL');
    const deadline = Date.now() + 60_000;
    while (existsSync(`/proc/${pid}`)) {
      if (Date.now() > deadline) throw new SetupError(`The cluster's first process ${pid} does not end.`);
      await sleep(50);
    }
  }
  rmSync(pidFile, { force: true });
}

/** The arguments that make a command run inside, in the checkout's folder. */
export function inside(command: string[]): string[] {
  const pid = namespacePid();
  if (pid === undefined) throw new SetupError('There is no test cluster; make cluster-up starts one.');
  // Another namespace of mounts means another working directory, unless it is set again.
  return ['nsenter', `--target=${pid}`, '--net', '--mount', '--pid', 'env', `--chdir=${root}`, ...command];
}

/**
 * Makes a command run in the cgroup of what pods depend on, whose share of the machine they cannot take; `keepPid` is
 * a file for its process id.
 */
export function inSystemCgroup(command: string[], keepPid = '/dev/null'): string[] {
  const belong = systemProcesses().map((file) => `echo 0 >${file};`);
  return ['sh', '-c', `echo $$ >${keepPid}; ${belong.join(' ')} exec "$@"`, 'sh', ...command];
}

/**
 * Starts a program inside, to run until the cluster ends. Its output goes to a log of its name, its process id (as seen
 * inside) to a file, so that a test can end just this one. It belongs to the system's group.
 */
export function startInside(name: string, command: string[], env: NodeJS.ProcessEnv): void {
  const log = openSync(join(paths.logs, `${name}.log`), 'a');
  const [program = '', ...args] = inside(inSystemCgroup(command, join(paths.pids, name)));
  spawn(program, args, { detached: true, stdio: ['ignore', log, log], env }).unref();
}

/** Runs a program inside to its end and returns what it printed; throws with its errors otherwise. */
export function runInside(command: string[], env: NodeJS.ProcessEnv, input?: string): string {
  const [program = '', ...args] = inside(command);
  const done = spawnSync(program, args, {
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    ...(input === undefined ? {} : { input }),
  });
  if (done.status !== 0)
    throw new SetupError(`${command.join(' ')} failed: ${done.stderr.trim() || done.error}`);
  return done.stdout;
}

/** Whether a program inside succeeds. */
export function succeedsInside(command: string[], env: NodeJS.ProcessEnv): boolean {
  try {
    runInside(command, env);
    return true;
  } catch {
    return false;
  }
}

/** Polls a condition for a bounded time; throws a SetupError that names it afterwards. */
export async function waitFor(what: string, seconds: number, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new SetupError(`${what}: not within ${seconds} s. See the logs in ${paths.logs}.`);
    }
    await sleep(200);
  }
}
