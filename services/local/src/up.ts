import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from './lock.ts';
import { portsOf, servicesOf } from './services.ts';
import { requirePorts, root, type Settings } from './settings.ts';
import { SetupError } from './setup-error.ts';
import { endLeftovers, stopCopy } from './stop.ts';
import { type Identity, identify, isAlive } from './supervisor/identity.ts';
import { readState, removeState } from './supervisor/state.ts';
import { buildWeb } from './web-build.ts';
import { writeWorkflows } from './workflows.ts';

type Say = (line: string) => void;

/**
 * Starts a copy of the system in the background and resolves when it is ready. A running copy is left as it
 * is. Throws with the reason if something does not become ready, and then leaves nothing running.
 */
export const up = async (settings: Settings, say: Say, signal: AbortSignal): Promise<void> => {
  const waiting = (): void => say('Another make up is at work on this port; waiting for it');
  await withLock(join(settings.dir, 'up.lock'), waiting, signal, () => start(settings, say, signal));
};

const start = async (settings: Settings, say: Say, signal: AbortSignal): Promise<void> => {
  const before = readState(settings);
  if (before !== undefined && isAlive(before.supervisor)) {
    await Promise.all([buildWeb(root, say, signal), follow(settings, before.supervisor, say, signal)]);
    return say(`It is running already.\n${invitation(settings)}`);
  }
  if ((await endLeftovers(settings)) > 0) say('Ended what an earlier copy had left running');
  removeState(settings);
  await requirePorts(settings, portsOf(servicesOf(settings)));
  writeWorkflows(settings);
  const supervisor = spawnSupervisor(settings);
  // Either of the two ends the other, so that nothing is written after the reason of a failure.
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  try {
    await Promise.all([follow(settings, supervisor, say, either), buildWeb(root, say, either)]);
  } catch (error) {
    failed.abort(error);
    await stopCopy(settings, supervisor);
    throw error;
  }
  say(invitation(settings));
};

const outputOf = (settings: Settings): string => join(settings.dir, 'supervisor.out');

const spawnSupervisor = (settings: Settings): Identity => {
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
};

/** Says the steps of a start as they come; resolves when ready, throws when it failed. */
const follow = async (
  settings: Settings,
  supervisor: Identity,
  say: Say,
  signal: AbortSignal,
): Promise<void> => {
  // The steps of a start that is over are no news.
  const before = readState(settings);
  let said = before?.phase === 'ready' ? before.steps.length : 0;
  for (;;) {
    signal.throwIfAborted();
    // Asked before reading: what a supervisor writes last must still be read after its end.
    const alive = isAlive(supervisor);
    const state = readState(settings);
    for (const step of state?.steps.slice(said) ?? []) say(step);
    said = state?.steps.length ?? 0;
    if (state?.phase === 'ready') return;
    if (state?.phase === 'failed')
      throw new SetupError(`${state.error}\nLogs: ${join(settings.dir, 'logs')}`);
    if (!alive) {
      const output = readFileSync(outputOf(settings), 'utf8').trim();
      throw new SetupError(`The start was broken off. ${output}\nLogs: ${join(settings.dir, 'logs')}`);
    }
    await sleep(100);
  }
};

const invitation = (settings: Settings): string => {
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
};
