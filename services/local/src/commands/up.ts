import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Identity, identify, isAlive } from '../processes/identity.ts';
import { withLock } from '../processes/lock.ts';
import { maxWorkflows, requireFreePorts } from '../settings/ports.ts';
import type { Settings } from '../settings/settings.ts';
import { workflowsOf, writeWorkflows } from '../settings/workflows.ts';
import { readState, removeState } from '../supervisor/state.ts';
import { statusOf } from '../supervisor/status.ts';
import { stopCopy, stopLeftovers } from '../supervisor/stop.ts';
import { root } from '../toolbox/repository.ts';
import { SetupError } from '../toolbox/setup-error.ts';
import { buildWeb } from './web-build.ts';

type Announce = (line: string) => void;

/**
 * Starts a copy of the system in the background and resolves when it is ready. A running copy is left as it
 * is. Throws with the reason if something does not become ready, and then leaves nothing running.
 */
export async function up(settings: Settings, announce: Announce, signal: AbortSignal): Promise<void> {
  const onWait = (): void => announce('Another make up is running for this port; waiting for it');
  await withLock(join(settings.dir, 'up.lock'), onWait, signal, () => start(settings, announce, signal));
}

async function start(settings: Settings, announce: Announce, signal: AbortSignal): Promise<void> {
  const before = readState(settings);
  if (before !== undefined && isAlive(before.supervisor)) {
    await Promise.all([
      buildWeb(root, announce, signal),
      announceSteps(settings, before.supervisor, announce, signal),
    ]);
    const { ok, text } = await statusOf(settings);
    if (ok) return announce(`It is running already.\n${invitation(settings)}`);
    throw new SetupError(
      `It is running already, but not all of it is ready. Wait a moment, or stop it with make down and start it again.\n${text}\nLogs: ${join(settings.dir, 'logs')}`,
    );
  }
  if ((await stopLeftovers(settings)) > 0) announce('Stopped what an earlier copy had left running');
  removeState(settings);
  writeWorkflows(settings);
  const workflows = workflowsOf(settings);
  if (workflows.length > maxWorkflows) {
    throw new SetupError(
      `${workflows.length} workflow files in ${settings.workflowFiles} are too many: a copy has ports for ${maxWorkflows}.`,
    );
  }
  await requireFreePorts(settings, workflows.length);
  const supervisor = spawnSupervisor(settings);
  // A failure of one aborts the other, so that no progress line follows the reason.
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  try {
    await Promise.all([
      announceSteps(settings, supervisor, announce, either),
      buildWeb(root, announce, either),
    ]);
  } catch (error) {
    failed.abort(error);
    await stopCopy(settings, supervisor);
    throw error;
  }
  announce(invitation(settings));
}

const outputOf = (settings: Settings): string => join(settings.dir, 'supervisor.out');

function spawnSupervisor(settings: Settings): Identity {
  mkdirSync(settings.dir, { recursive: true });
  const out = openSync(outputOf(settings), 'w');
  const child = spawn(process.execPath, [join(root, 'services/local/src/supervisor/main.ts')], {
    cwd: root,
    detached: true,
    stdio: ['ignore', out, out],
    env: { ...process.env, PORT: String(settings.port), KAFKA_PORT: String(settings.kafkaPort) },
  });
  closeSync(out);
  child.unref();
  if (child.pid === undefined) throw new SetupError('The supervisor could not be started');
  return identify(child.pid) ?? { pid: child.pid, startedAt: '' };
}

/** Prints the steps of a start as they happen; resolves when the copy is ready, throws when the start failed. */
async function announceSteps(
  settings: Settings,
  supervisor: Identity,
  announce: Announce,
  signal: AbortSignal,
): Promise<void> {
  // Steps of a start that is over were printed by its own make up.
  const before = readState(settings);
  let announced = before?.phase === 'ready' ? before.steps.length : 0;
  for (;;) {
    signal.throwIfAborted();
    // Checked before reading: what a supervisor writes last must still be read after its end.
    const alive = isAlive(supervisor);
    const state = readState(settings);
    for (const step of state?.steps.slice(announced) ?? []) announce(step);
    announced = state?.steps.length ?? 0;
    if (state?.phase === 'ready') return;
    if (state?.phase === 'failed')
      throw new SetupError(`${state.error}\nLogs: ${join(settings.dir, 'logs')}`);
    if (!alive) {
      const output = readFileSync(outputOf(settings), 'utf8').trim();
      throw new SetupError(`The start was interrupted. ${output}\nLogs: ${join(settings.dir, 'logs')}`);
    }
    await sleep(100);
  }
}

function invitation(settings: Settings): string {
  const address = `http://localhost:${settings.port}`;
  const prefix = settings.port === 8080 ? '' : `PORT=${settings.port} `;
  return `
Cupcakery is ready: open ${address}

  REST      ${address}/docs
  GraphQL   ${address}/graphql
  metrics   ${address}/metrics
  Kafka     localhost:${settings.kafkaPort}

  ${prefix}make demo RATE=5   places orders
  ${prefix}make status | logs | down`;
}
