import { createLogger } from '@cupcakery/kit/log';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createApiServer } from '../kubernetes/api-server.ts';
import { autoscaler, deployment, pod } from '../testing/bake-objects.ts';
import { type FakeApiServer, startFakeApiServer } from '../testing/fake-api-server.ts';
import { stageSelector } from './objects/stage-object.ts';
import { type ScalingWatch, startScalingWatch } from './scaling-watch.ts';

const logLine = z.object({ level: z.string(), msg: z.string() });
let lines: z.infer<typeof logLine>[];
let server: FakeApiServer;
let watch: ScalingWatch | undefined;

beforeEach(async () => {
  lines = [];
  server = await startFakeApiServer();
});
afterEach(async () => {
  await watch?.stop();
  watch = undefined;
  await server.stop();
});

function start({ namespaces = [] as string[], silenceMs = 60_000 } = {}): ScalingWatch {
  const destination = { write: (text: string) => void lines.push(logLine.parse(JSON.parse(text))) };
  watch = startScalingWatch({
    namespaces,
    staleAfterMs: 100,
    lag: () => ({ report: undefined, isStale: true }),
    log: createLogger({ service: 'test', level: 'info', destination }),
    api: createApiServer(server.config, { labelSelector: stageSelector, silenceMs }),
    retry: { min: 20, max: 100 },
  });
  return watch;
}

/** Stores the objects of a stage with this many replicas. */
function have(replicas: number): void {
  server.put('deployments', deployment(replicas));
  server.put('horizontalpodautoscalers', autoscaler({ replicas }));
}
const summaryOf = (watching: ScalingWatch) => {
  const { stale, stages } = watching.latest();
  return {
    stale,
    actual: stages.map(({ actual }) => actual),
    codes: stages.map(({ reason }) => reason.code),
  };
};
const until = (watching: ScalingWatch, expected: Partial<ReturnType<typeof summaryOf>>) =>
  vi.waitFor(() => expect(summaryOf(watching)).toMatchObject(expected), { timeout: 20_000, interval: 10 });
/** Until the stage is explained and all three watches are open. */
async function untilWatching(watching: ScalingWatch): Promise<void> {
  await until(watching, { stale: false, actual: [2] });
  await vi.waitFor(() => expect(server.watches()).toBe(3), { timeout: 20_000, interval: 10 });
}
const lists = () => server.requests.filter((path) => !path.includes('watch=true'));

it('explains the present state, and follows changes', async () => {
  have(2);
  const watching = start();
  expect(summaryOf(watching)).toEqual({ stale: true, actual: [], codes: [] });
  await until(watching, { stale: false, actual: [2], codes: ['balanced'] });
  server.put('deployments', deployment(3, { status: { readyReplicas: 2 } }));
  server.put(
    'pods',
    pod('bake-0', {
      status: { conditions: [], containerStatuses: [{ state: { waiting: { reason: 'ErrImagePull' } } }] },
    }),
  );
  await until(watching, { actual: [3], codes: ['pods-pending'] });
  server.remove('pods', 'bake-0');
  server.put('deployments', deployment(3));
  server.remove('horizontalpodautoscalers', 'bake');
  await until(watching, { actual: [3], codes: ['fixed'] });
  server.remove('deployments', 'bake');
  await until(watching, { actual: [], stale: false });
  expect(lists()).toHaveLength(3);
  expect(lines).toEqual([]);
});

it('recovers after the server was away, marked as stale meanwhile, with one log line for each', async () => {
  have(2);
  const watching = start();
  await untilWatching(watching);
  await server.stop();
  have(5);
  await until(watching, { stale: true, actual: [2] });
  await server.start();
  await until(watching, { stale: false, actual: [5] });
  await vi.waitFor(() => expect(lines.map(({ level }) => level)).toEqual(['warn', 'info']), 20_000);
});

it('waits for a server that is not there when it starts', async () => {
  have(2);
  await server.stop();
  const watching = start();
  await vi.waitFor(() => expect(lines).toHaveLength(1), 20_000);
  await server.start();
  await until(watching, { stale: false, actual: [2] });
});

it.each(['at once', 'in the stream'] as const)(
  'lists again when its version is too old, reported by %s',
  async (how) => {
    have(2);
    const watching = start();
    await untilWatching(watching);
    // Without the watches noticing, so that their version is older than what is dropped.
    server.mute();
    have(4);
    server.remove('horizontalpodautoscalers', 'bake');
    server.compact(how);
    server.endWatches();
    await until(watching, { stale: false, actual: [4], codes: ['fixed'] });
    expect(lines).toEqual([]);
  },
);

it('resumes from its last version, bookmarks included, when the server ends its watches', async () => {
  have(2);
  const watching = start();
  await untilWatching(watching);
  server.bookmark();
  server.compact('at once');
  have(3);
  await until(watching, { actual: [3] });
  server.endWatches();
  have(4);
  await until(watching, { stale: false, actual: [4] });
  expect(lists()).toHaveLength(3);
});

it('notices a connection that has gone silent', async () => {
  have(2);
  const watching = start({ silenceMs: 300 });
  await untilWatching(watching);
  server.mute();
  have(6);
  await until(watching, { stale: false, actual: [6] });
  // A quiet cluster is just as silent: nothing to log.
  expect(lines).toEqual([]);
});

it('logs once which rights are missing, and continues when they are granted', async () => {
  have(2);
  server.forbid('pods');
  const watching = start();
  const attempts = () => lists().filter((path) => path.includes('/pods'));
  await vi.waitFor(() => expect(attempts().length).toBeGreaterThan(3), 20_000);
  expect(summaryOf(watching)).toEqual({ stale: true, actual: [], codes: [] });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ level: 'error', msg: expect.stringContaining('SCALING_NAMESPACES') });
  server.forbid(undefined);
  await until(watching, { stale: false, actual: [2] });
});

it('watches only the configured namespaces', async () => {
  have(2);
  const elsewhere = deployment(7);
  server.put('deployments', { ...elsewhere, metadata: { ...elsewhere.metadata, namespace: 'staging' } });
  const watching = start({ namespaces: ['shop', 'empty'] });
  await until(watching, { stale: false, actual: [2] });
  expect(server.requests.every((path) => /\/namespaces\/(shop|empty)\//.test(path))).toBe(true);
});

it('reads long lists page by page', async () => {
  have(2);
  for (let i = 0; i < 1001; i++) server.put('pods', pod(`bake-${i}`));
  const watching = start();
  await until(watching, { stale: false, actual: [2] });
  expect(lists().filter((path) => path.includes('/pods'))).toHaveLength(3);
});

it('leaves out an object that it cannot read, logs it once, and explains the others', async () => {
  have(2);
  const strange = { metadata: { ...deployment().metadata, name: 'mix' }, spec: { replicas: 'many' } };
  server.put('deployments', strange);
  const watching = start();
  await until(watching, { stale: false, actual: [2] });
  server.put('deployments', strange);
  server.put('deployments', deployment(3));
  await until(watching, { actual: [3] });
  expect(lines.map(({ level }) => level)).toEqual(['warn']);
});

it('stops at once, whatever the server does', async () => {
  have(2);
  const watching = start();
  await untilWatching(watching);
  await watching.stop();
  const requests = server.requests.length;
  server.endWatches();
  await server.stop();
  await server.start();
  expect(server.requests).toHaveLength(requests);
});
