import { createInspector } from '@cupcakery/kit/kafka/admin/inspector';
import { controlOrderId } from '@cupcakery/workflow/contracts/control';
import { stageGroup } from '@cupcakery/workflow/file/topic-names';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { openTestBed, type TestBed } from './testing/test-bed.ts';

const sue = { kind: 'cook', name: 'sue' } as const;
const patient = { timeout: 20_000, interval: 20 };
let bed: TestBed;
beforeAll(async () => {
  bed = await openTestBed(inject('brokers'), [
    'name: mix, done: mixed, verb: mix, mode: timer, takes: 1s, capacity: 50',
    'name: bake, done: baked, verb: bake, mode: timer, takes: 0s, capacity: 10',
    'name: rest, done: rested, verb: rest, mode: manual',
  ]);
});
afterAll(() => bed?.close());

async function control(fields: { paused: true; reason: string } | { paused: false }): Promise<void> {
  const about = 'stage/mix';
  const reply = await bed.request({
    type: 'control',
    orderId: controlOrderId(about),
    by: sue,
    about,
    ...fields,
  });
  expect(reply.code).toBeUndefined();
}
const pausedGauge = async (): Promise<number | undefined> => {
  const { values } = (await bed.registry.getSingleMetric('cupcakery_stage_paused')?.get()) ?? { values: [] };
  return values.find(({ labels }) => Reflect.get(labels, 'stage') === 'mix')?.value;
};
const untilPaused = (value: number) =>
  vi.waitFor(async () => expect(await pausedGauge()).toBe(value), patient);
const placeMany = (count: number) => Promise.all(Array.from({ length: count }, () => bed.place()));
const eventsOf = (id: string) => bed.history.filter((s) => s.id === id).map(({ event }) => event.type);

/** The worker is awake and does what it may: an order that a cook mixes meanwhile is baked. */
async function passesAnother(): Promise<void> {
  const orderId = await bed.place();
  await bed.request({ type: 'complete', orderId, stage: 'mix', by: sue });
  await bed.waitForOrder(orderId, ({ stage }) => stage === 'rest');
}

/** What the group's commits say of the stage, once all of them do. */
async function untilCommitsSay(metadata: RegExp): Promise<void> {
  const inspector = createInspector(bed.kafka);
  await vi.waitFor(async () => {
    const committed = await inspector.committed(stageGroup(bed.workflow.name, 'mix'));
    const texts = [...committed.values()].flatMap((partitions) => [...partitions.values()]);
    expect(texts.length).toBeGreaterThan(0);
    for (const { metadata: text } of texts) expect(text).toMatch(metadata);
  }, patient);
}

it('a paused stage ends what is in hand, takes nothing new, also after a restart, and goes on when it is resumed', async () => {
  const worker = await bed.startWorker({ STAGES: 'mix,bake' });
  const inHand = await placeMany(3);
  for (const id of inHand) await vi.waitFor(() => expect(eventsOf(id)).toContain('StageStarted'), patient);
  await control({ paused: true, reason: 'The mixer is broken' });
  await untilPaused(1);
  for (const id of inHand) await bed.waitForOrder(id, ({ stage }) => stage === 'rest');

  const waiting = await placeMany(12);
  await passesAnother();
  await untilCommitsSay(/^paused;/);
  for (const id of waiting) expect(eventsOf(id)).toEqual(['OrderPlaced']);

  await worker.stop();
  const restarted = await bed.startWorker({ STAGES: 'mix,bake' });
  await untilPaused(1);
  await passesAnother();
  for (const id of waiting) expect(eventsOf(id)).toEqual(['OrderPlaced']);

  await control({ paused: false });
  for (const id of waiting) await bed.waitForOrder(id, ({ stage }) => stage === 'rest');
  await untilPaused(0);
  await untilCommitsSay(/^(?!.*paused)/);
  await bed.waitUntilIdle('mix');
  for (const id of [...inHand, ...waiting]) {
    expect(eventsOf(id).filter((type) => type === 'StageCompleted')).toHaveLength(2);
  }
  await restarted.stop();
});
