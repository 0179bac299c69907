import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from '@cupcakery/kit/tools/backoff';
import { type Identity, identify, isAlive } from '../processes/identity.ts';
import { withLock } from '../processes/lock.ts';
import { requireFreePorts } from '../settings/ports.ts';
import type { Settings } from '../settings/settings.ts';
import { writeWorkflows } from '../settings/workflows.ts';
import { readState, removeState } from '../supervisor/state.ts';
import { statusOf } from '../supervisor/status.ts';
import { stopCopy, stopLeftovers } from '../supervisor/stop.ts';
import { root } from '../toolbox/repository.ts';
import { SetupError } from '../toolbox/setup-error.ts';
import { buildWeb } from './web-build.ts';

type Announce = (line: string) => void;

/** A part that was killed a moment ago is ready again by then. */
const completeWithinMs = 15_000;

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
    await requireComplete(settings, signal);
    return announce(`It is running already.\n${invitation(settings)}`);
  }
  if ((await stopLeftovers(settings)) > 0) announce('Stopped what an earlier copy had left running');
  removeState(settings);
  await requireFreePorts(settings);
  writeWorkflows(settings);
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

/** Waits for the parts that are being restarted; throws with one line for each that does not come back. */
async function requireComplete(settings: Settings, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + completeWithinMs;
  for (;;) {
    const { ok, missing } = await statusOf(settings);
    if (ok) return;
    if (Date.now() > deadline) {
      throw new SetupError(
        `It is running, but not complete:\n${missing.join('\n')}\nmake logs shows more; make down, then make up starts all of it again.`,
      );
    }
    await sleep(500, signal);
    signal.throwIfAborted();
  }
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
  const needed =
    settings.auth === 'required'
      ? '\nEach request needs a token: sign in on the page, without a password.\n'
      : '';
  const prefix = settings.port === 8080 ? '' : `PORT=${settings.port} `;
  return `
Cupcakery is ready: open ${address}
${needed}
  REST      ${address}/docs
  GraphQL   ${address}/graphql
  metrics   ${address}/metrics
  Kafka     localhost:${settings.kafkaPort}

  ${prefix}make demo RATE=5   places orders
  ${prefix}make status | logs | down`;
}
