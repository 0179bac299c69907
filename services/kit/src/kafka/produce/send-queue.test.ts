import { describe, expect, it } from 'vitest';
import { sizeOf } from '../wire/record.ts';
import { type BatchFailure, SendQueue } from './send-queue.ts';

const record = (key: string) => ({ topic: 'orders', partition: 0, key, value: 'v' });
const size = sizeOf(record('a'));

/** A queue with one send of one record for each key, all sent at 0. */
function queueOf(keys: string[], options: Partial<ConstructorParameters<typeof SendQueue>[0]> = {}) {
  const queue = new SendQueue({
    deliveryTimeoutMs: 1000,
    maxPendingBytes: 100 * size,
    maxBatchBytes: 50 * size,
    maxBatchRecords: 50,
    ...options,
  });
  for (const key of keys) queue.add([record(key)], 0);
  return queue;
}
const keysOf = (sends: readonly { records: readonly { key: string }[] }[]) =>
  sends.flatMap(({ records }) => records.map(({ key }) => key));
const nothing = { delivered: [], refused: [], expired: [] };

describe('the queue of an idempotent producer', () => {
  it.each([
    ['all at once', {}, ['a', 'b', 'c']],
    ['by bytes', { maxBatchBytes: 2 * size }, ['a', 'b']],
    ['by records', { maxBatchRecords: 1 }, ['a']],
    ['at least one, however large', { maxBatchBytes: 1 }, ['a']],
  ])('cuts a batch from the front: %s', (_name, options, batch) => {
    expect(keysOf(queueOf(['a', 'b', 'c'], options).nextBatch())).toEqual(batch);
  });

  it('repeats a batch as it was, though more was sent meanwhile', () => {
    const queue = queueOf(['a', 'b']);
    queue.nextBatch();
    queue.add([record('c')], 0);
    expect(queue.batchFailed('transient', 10, false)).toEqual({
      ...nothing,
      newIdentity: false,
      backOff: true,
    });
    expect(keysOf(queue.nextBatch())).toEqual(['a', 'b']);
    expect(keysOf(queue.batchDelivered())).toEqual(['a', 'b']);
    expect(keysOf(queue.nextBatch())).toEqual(['c']);
  });

  it.each<[BatchFailure, object, string[]]>([
    ['duplicate', { delivered: ['a'], newIdentity: true, backOff: false }, ['b']],
    ['permanent', { refused: ['a'], newIdentity: true, backOff: false }, ['b']],
    ['identity-lost', { newIdentity: true, backOff: true }, ['a']],
    ['transient', { newIdentity: false, backOff: true }, ['a']],
  ])('after a failure that is %s', (failure, effect, next) => {
    const queue = queueOf(['a', 'b'], { maxBatchRecords: 1 });
    queue.nextBatch();
    const { delivered, refused, expired, ...rest } = queue.batchFailed(failure, 10, false);
    const keys = { delivered: keysOf(delivered), refused: keysOf(refused), expired: keysOf(expired) };
    expect({ ...keys, ...rest }).toEqual({ ...nothing, ...effect });
    expect(keysOf(queue.nextBatch())).toEqual(next);
  });

  it('gives up what is past its deadline; the rest is another batch under a new identity', () => {
    const queue = queueOf(['a']);
    queue.add([record('b')], 500);
    queue.nextBatch();
    const effect = queue.batchFailed('transient', 1200, false);
    expect(keysOf(effect.expired)).toEqual(['a']);
    expect(effect.newIdentity).toBe(true);
    expect(keysOf(queue.nextBatch())).toEqual(['b']);
  });

  it('gives up everything once the producer is stopped', () => {
    const queue = queueOf(['a', 'b']);
    queue.nextBatch();
    expect(keysOf(queue.batchFailed('transient', 10, true).expired)).toEqual(['a', 'b']);
    expect(queue.length).toBe(0);
    expect(queue.nextBatch()).toEqual([]);
  });

  it('has no room above its bytes, and room again after a delivery', () => {
    const queue = queueOf(['a', 'b'], { maxPendingBytes: 2 * size });
    expect(queue.add([record('c')], 0)).toBeUndefined();
    queue.nextBatch();
    queue.batchDelivered();
    expect(queue.add([record('c')], 0)).toBeDefined();
  });
});
