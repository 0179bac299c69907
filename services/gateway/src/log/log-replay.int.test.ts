import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startTestPipeline, type TestPipeline } from '../testing/test-pipeline.ts';
import { startLogReplay } from './log-replay.ts';
import { replayedChange } from './orders/order-change.ts';

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await startTestPipeline(inject('brokers'), 'replay');
});
afterAll(() => pipeline?.stop());

const open = (from: number[]) =>
  startLogReplay({
    kafka: pipeline.kafka,
    topics: [topicNames(pipeline.workflow.name).orders],
    from,
    changeOf: (record) =>
      replayedChange(record, (_record, error) => {
        throw error;
      }),
  });

test('it returns the changes after the offsets, reports the end of the log, and goes on from there', async () => {
  const first = await pipeline.place();
  await pipeline.reached(first, 1);
  const replay = await open([0, 0, 0, 0]);
  /** The next changes; the end may be reported any number of times before. */
  const more = async () => {
    for (;;) {
      const changes = await replay.next();
      if (changes.length > 0) return changes;
    }
  };
  expect(await more()).toMatchObject([{ id: first, before: undefined, after: { version: 1 } }]);
  expect(await replay.next()).toEqual([]);
  await pipeline.complete(first, 'mix');
  await pipeline.reached(first, 2);
  expect(await more()).toMatchObject([{ id: first, before: 'unknown', after: { version: 2 } }]);
  replay.stop();
  expect(await replay.next()).toEqual([]);
});

test('offsets that the log does not have are CURSOR_EXPIRED', async () => {
  const replay = await open([1e9, 0, 0, 0]);
  const takeAll = async () => {
    for (;;) await replay.next();
  };
  await expect(takeAll()).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
  replay.stop();
});
