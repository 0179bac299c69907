import { createLogger } from '@cupcakery/kit/log';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createApiServer } from './api-server.ts';
import { autoscaler, deployment, pod } from './testing/bake.ts';
import { type FakeApiServer, startFakeApiServer } from './testing/fake-api-server.ts';
import { type ScalingWatch, watchScaling } from './watch-scaling.ts';

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
  watch = watchScaling({
    namespaces,
    staleAfterMs: 100,
    lag: () => ({ report: undefined, isStale: true }),
    log: createLogger({ service: 'test', level: 'info', destination }),
    api: createApiServer(server.config, { silenceMs }),
    retry: { min: 20, max: 100 },
  });
  return watch;
}

/** A stage with so many replicas, as its objects say. */
function have(replicas: number): void {
  server.put('deployments', deployment(replicas));
  server.put('horizontalpodautoscalers', autoscaler({ replicas }));
}
const told = (watching: ScalingWatch) => {
  const { stale, stages } = watching.latest();
  return {
    stale,
    actual: stages.map(({ actual }) => actual),
    codes: stages.map(({ reason }) => reason.code),
  };
};
const until = (watching: ScalingWatch, expected: Partial<ReturnType<typeof told>>) =>
  vi.waitFor(() => expect(told(watching)).toMatchObject(expected), { timeout: 20_000, interval: 10 });
/** Explained, and all three watches hear what happens. */
async function untilWatching(watching: ScalingWatch): Promise<void> {
  await until(watching, { stale: false, actual: [2] });
  await vi.waitFor(() => expect(server.watches()).toBe(3), { timeout: 20_000, interval: 10 });
}
const lists = () => server.asked.filter((path) => !path.includes('watch=true'));

it('explains what there is, and follows what changes', async () => {
  have(2);
  const watching = start();
  expect(told(watching)).toEqual({ stale: true, actual: [], codes: [] });
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

it('goes on after the server was away, marked as stale meanwhile, and says so in one line each', async () => {
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
  'lists anew when its version is forgotten, told %s',
  async (how) => {
    have(2);
    const watching = start();
    await untilWatching(watching);
    // Not told to the watches, so that their version is older than what is forgotten.
    server.mute();
    have(4);
    server.remove('horizontalpodautoscalers', 'bake');
    server.compact(how);
    server.endWatches();
    await until(watching, { stale: false, actual: [4], codes: ['fixed'] });
    expect(lines).toEqual([]);
  },
);

it('goes on from where it was when the server ends its watches, bookmarks counted', async () => {
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

it('notices a connection that says nothing any more', async () => {
  have(2);
  const watching = start({ silenceMs: 300 });
  await untilWatching(watching);
  server.mute();
  have(6);
  await until(watching, { stale: false, actual: [6] });
  // A quiet cluster is as silent: nothing to be told about.
  expect(lines).toEqual([]);
});

it('says once what is missing when it may not look, and goes on when it may', async () => {
  have(2);
  server.forbid('pods');
  const watching = start();
  const attempts = () => lists().filter((path) => path.includes('/pods'));
  await vi.waitFor(() => expect(attempts().length).toBeGreaterThan(3), 20_000);
  expect(told(watching)).toEqual({ stale: true, actual: [], codes: [] });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ level: 'error', msg: expect.stringContaining('SCALING_NAMESPACES') });
  server.forbid(undefined);
  await until(watching, { stale: false, actual: [2] });
});

it('looks only into the namespaces that it was told', async () => {
  have(2);
  const elsewhere = deployment(7);
  server.put('deployments', { ...elsewhere, metadata: { ...elsewhere.metadata, namespace: 'staging' } });
  const watching = start({ namespaces: ['shop', 'empty'] });
  await until(watching, { stale: false, actual: [2] });
  expect(server.asked.every((path) => /\/namespaces\/(shop|empty)\//.test(path))).toBe(true);
});

it('reads long lists page by page', async () => {
  have(2);
  for (let i = 0; i < 1001; i++) server.put('pods', pod(`bake-${i}`));
  const watching = start();
  await until(watching, { stale: false, actual: [2] });
  expect(lists().filter((path) => path.includes('/pods'))).toHaveLength(3);
});

it('leaves out an object that it cannot read, says so once, and explains the others', async () => {
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
  const asked = server.asked.length;
  server.endWatches();
  await server.stop();
  await server.start();
  expect(server.asked).toHaveLength(asked);
});
