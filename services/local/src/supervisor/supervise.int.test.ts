import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@cupcakery/kit/tools/free-ports';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Identity, identify, isAlive } from '../processes/identity.ts';
import type { Service } from '../settings/services.ts';
import type { Settings } from '../settings/settings.ts';
import { readState, writeState } from './state.ts';
import { statusOf } from './status.ts';
import { stopLeftovers } from './stop.ts';
import { logFileOf, type Plan, supervise } from './supervise.ts';

let settings: Settings;
let abort: AbortController;
let seen: Identity[];

beforeEach(async () => {
  const [port = 0, kafkaPort = 0] = await freePorts(2);
  settings = {
    port,
    kafkaPort,
    logLevel: 'info',
    auth: 'optional',
    dir: await mkdtemp(join(tmpdir(), 'cupcakery-supervisor-')),
    manual: [],
    workflowFiles: '',
    collectionFiles: '',
    collections: [],
    further: [],
  };
  abort = new AbortController();
  seen = [];
});

afterEach(async () => {
  abort.abort();
  await rm(settings.dir, { recursive: true, force: true });
});

const ready = `require('http').createServer((q, a) => a.end('ok')).listen(process.env.ADMIN_PORT); console.log('up');`;

/** A stand-in for a service: a Node program as text. */
const standIn = async (name: string, program: string): Promise<Service> => {
  const [adminPort = 0] = await freePorts(1);
  const env = { ADMIN_PORT: String(adminPort) };
  return { name, command: process.execPath, args: ['-e', program], env, adminPort };
};

const sleeper = (): Plan['startKafka'] => () => async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: 'ignore',
  });
  const exited = once(child, 'exit').then(() => 'ended');
  const stop = async (): Promise<void> => {
    child.kill();
    await exited;
  };
  return { pid: child.pid ?? 0, exited, stop };
};

const run = (services: Service[], change: Partial<Plan> = {}): Promise<void> => {
  const createTopics = async (): Promise<string> => '2 topics in place';
  const plan = {
    settings,
    services,
    webDir: join(settings.dir, 'dist'),
    webConfig: { signIn: null, localAccess: true },
    startKafka: sleeper(),
    createTopics,
  };
  const running = supervise({ ...plan, ...change }, abort.signal);
  running.catch(() => {});
  return running;
};

const processOf = (name: string): Identity | undefined => {
  const found = readState(settings)?.parts.find((part) => part.name === name)?.process;
  if (found) seen.push(found);
  return found;
};

const untilReady = () =>
  vi.waitFor(() => expect(readState(settings)?.phase).toBe('ready'), { timeout: 20_000 });

test('everything starts, reports its state, and ends without a trace', async () => {
  const running = run([await standIn('a', ready), await standIn('b', ready)]);
  await untilReady();
  const ids = ['kafka', 'a', 'b'].map(processOf);
  expect(ids.every((id) => id !== undefined && isAlive(id))).toBe(true);
  // The supervisor is this test's process here, so the state can be read as `make status` does.
  const { ok, text } = await statusOf(settings);
  expect(ok).toBe(true);
  expect(text).toMatch(/a +ready +pid \d+/);
  abort.abort();
  await running;
  expect(seen.some(isAlive)).toBe(false);
  expect(readState(settings)).toBeUndefined();
  expect(await readFile(logFileOf(settings, 'a'), 'utf8')).toBe('up\n');
});

test('a service that is killed is restarted, and the state says why', async () => {
  const running = run([await standIn('a', ready)]);
  await untilReady();
  const before = processOf('a');
  process.kill(before?.pid ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(processOf('a')?.pid).not.toBe(before?.pid ?? 0), { timeout: 10_000 });
  await vi.waitFor(() => expect(processOf('a')).toBeDefined(), { timeout: 10_000 });
  const state = readState(settings)?.parts.find((part) => part.name === 'a');
  expect(state).toMatchObject({ restarts: 1, lastExit: 'was ended by SIGKILL' });
  abort.abort();
  await running;
  expect(seen.some(isAlive)).toBe(false);
});

test('a service that keeps ending fails the start with the end of its log, and nothing is left', async () => {
  const broken = await standIn('broken', `console.error('no such flour'); process.exit(3)`);
  const running = run([await standIn('a', ready), broken]);
  await vi.waitFor(() => expect(processOf('a')).toBeDefined(), { timeout: 10_000 });
  await expect(running).rejects.toThrow(/broken keeps ending \(ended with exit code 3\)[\s\S]*no such flour/);
  expect(seen.some(isAlive)).toBe(false);
  expect(readState(settings)).toMatchObject({
    phase: 'failed',
    error: expect.stringContaining('no such flour'),
  });
});

test('a service that ignores readiness fails the start in time', async () => {
  const running = run([await standIn('mute', 'setInterval(() => {}, 1000)')], { readyWithinMs: 300 });
  await expect(running).rejects.toThrow('mute is not ready after 0.3 s');
});

test('when Kafka does not start, no service is started and the reason is kept', async () => {
  const startKafka: Plan['startKafka'] = () => async () => {
    throw new Error('no Java');
  };
  await expect(run([await standIn('a', ready)], { startKafka })).rejects.toThrow('no Java');
  expect(readState(settings)?.parts.map((part) => part.name)).toEqual(['kafka']);
});

test('a service that needs no Kafka does not wait for it', async () => {
  const early: Service = { ...(await standIn('early', ready)), early: true };
  const startKafka: Plan['startKafka'] =
    () =>
    ({ signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const running = run([early, await standIn('late', ready)], { startKafka });
  await vi.waitFor(() => expect(processOf('early')).toBeDefined(), { timeout: 10_000 });
  expect(processOf('late')).toBeUndefined();
  abort.abort();
  await running;
  expect(seen.some(isAlive)).toBe(false);
});

test('a stop during the start ends it at once', async () => {
  const running = run([await standIn('mute', 'setInterval(() => {}, 1000)')]);
  await vi.waitFor(() => expect(processOf('mute')).toBeDefined(), { timeout: 10_000 });
  abort.abort();
  await running;
  expect(seen.some(isAlive)).toBe(false);
});

test('what a killed supervisor left is ended, and a stranger with a recorded pid is not', async () => {
  const start = () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      detached: true,
      stdio: 'ignore',
    });
    const id = identify(child.pid ?? 0);
    if (id === undefined) throw new Error('not started');
    return { child, id };
  };
  const left = start();
  const stranger = start();
  const part = { state: 'running' as const, restarts: 0 };
  writeState(settings, {
    supervisor: { pid: 1, startedAt: 'long ago' },
    kafkaPort: 0,
    phase: 'ready',
    steps: [],
    parts: [
      { ...part, name: 'a', process: left.id },
      { ...part, name: 'b', process: { ...stranger.id, startedAt: 'long ago' } },
    ],
  });
  expect(await stopLeftovers(settings)).toBe(1);
  expect(isAlive(left.id)).toBe(false);
  expect(isAlive(stranger.id)).toBe(true);
  stranger.child.kill();
});
