import { describe, expect, it } from 'vitest';
import { sizeOf } from '../wire/record.ts';
import type { BatchResult, PendingSend, QueuedBatch } from './partition-sends.ts';
import { SendQueue } from './send-queue.ts';

const record = (key: string, partition = 0) => ({ topic: 'orders', partition, key, value: 'v' });
const size = sizeOf(record('a'));
const anyLeader = () => true;

/** A queue with one send of one record for each key, all sent at 0; a key's number is its partition. */
function queueOf(keys: string[], options: Partial<ConstructorParameters<typeof SendQueue>[0]> = {}) {
  const queue = new SendQueue({
    deliveryTimeoutMs: 1000,
    maxPendingBytes: 100 * size,
    maxBatchBytes: 50 * size,
    maxBatchRecords: 50,
    ...options,
  });
  const names = new Map<PendingSend, string>();
  const add = (key: string, now = 0) => {
    const send = queue.add([record(key, Number(key.slice(1) || 0))], now);
    if (send) names.set(send, key);
    return send;
  };
  for (const key of keys) add(key);
  /** What is sent next, as `keys@first sequence number`, with `/identity` where that is another than the first. */
  const take = (now = 0) => queue.take(now, anyLeader);
  const settle = (batch: QueuedBatch | undefined, result: BatchResult, now = 0) => {
    if (!batch) throw new Error('nothing was sent');
    const { delivered, refused, expired, backsOff } = queue.settle(batch, result, now);
    const named = (sends: PendingSend[]) => sends.map((send) => names.get(send));
    return { delivered: named(delivered), refused: named(refused), expired: named(expired), backsOff };
  };
  return { queue, add, take, settle };
}
const shown = ({ records, firstSequence, identity }: QueuedBatch) =>
  `${records.map((r) => r.record.key).join('')}@${firstSequence}${identity === 0 ? '' : `/${identity}`}`;
const nothing = { delivered: [], refused: [], expired: [], backsOff: false };

describe('the queue of an idempotent producer', () => {
  it.each([
    ['all at once', {}, ['abc@0']],
    ['by bytes', { maxBatchBytes: 2 * size }, ['ab@0']],
    ['by records', { maxBatchRecords: 1 }, ['a@0']],
    ['at least one, however large', { maxBatchBytes: 1 }, ['a@0']],
  ])('cuts a batch from the front: %s', (_name, options, batch) => {
    expect(queueOf(['a', 'b', 'c'], options).take().map(shown)).toEqual(batch);
  });

  it('has one batch of each partition under way, and leaves out those whose leader is busy', () => {
    const { queue, add, take } = queueOf(['a0', 'b1', 'c1']);
    expect(queue.take(0, (_topic, partition) => partition === 1).map(shown)).toEqual(['b1c1@0']);
    add('d1');
    expect(take().map(shown)).toEqual(['a0@0']);
    expect(take()).toEqual([]);
  });

  it('repeats a batch as it was and under its numbers, though more was sent meanwhile', () => {
    const { queue, add, take, settle } = queueOf(['a', 'b']);
    const [batch] = take();
    add('c');
    expect(settle(batch, 'transient', 10)).toEqual({ ...nothing, backsOff: true });
    expect(take(10)).toEqual([]);
    const retryAt = queue.nextAttempt() ?? 0;
    expect(retryAt).toBeGreaterThan(10);
    const [again] = take(retryAt);
    expect(again && shown(again)).toBe('ab@0');
    expect(settle(again, 'delivered')).toEqual({ ...nothing, delivered: ['a', 'b'] });
    expect(take().map(shown)).toEqual(['c@2']);
  });

  it('sends only that again which failed, where another broker has taken its part', () => {
    const { add, take, settle } = queueOf(['a0', 'b1']);
    const [a, b] = take();
    settle(a, 'delivered');
    settle(b, 'transient');
    add('c0');
    expect(take(1000).map(shown).toSorted()).toEqual(['b1@0', 'c0@1']);
  });

  it.each<[BatchResult, object, string[]]>([
    ['delivered', { delivered: ['a'] }, ['b@1']],
    // None of it was written, so its numbers are still free.
    ['too-large', { refused: ['a'] }, ['b@0']],
    ['invalid', { refused: ['a'] }, ['b@0']],
    ['refused', { refused: ['a'] }, ['b@0']],
    ['identity-lost', { backsOff: true }, ['a@0/1']],
    ['transient', { backsOff: true }, ['a@0']],
  ])('after a batch of one that is %s', (result, effect, next) => {
    const { take, settle } = queueOf(['a', 'b'], { maxBatchRecords: 1 });
    expect(settle(take()[0], result, 10)).toEqual({ ...nothing, ...effect });
    expect(take(500).map(shown)).toEqual(next);
  });

  it.each<BatchResult>(['too-large', 'invalid'])(
    'halves a batch that is %s until the one at fault is alone',
    (result) => {
      const { take, settle } = queueOf(['a', 'b', 'c', 'X', 'e']);
      const sent: string[] = [];
      const refused: (string | undefined)[] = [];
      for (let [batch] = take(); batch; [batch] = take()) {
        sent.push(shown(batch));
        const hasX = batch.records.some((r) => r.record.key === 'X');
        refused.push(...settle(batch, hasX ? result : 'delivered').refused);
      }
      expect(refused).toEqual(['X']);
      expect(sent[0]).toBe('abcXe@0');
      const isOk = (text: string) => !text.includes('X');
      const delivered = sent.filter(isOk);
      expect(delivered.map((text) => text.split('@')[0]).join('')).toBe('abce');
      expect(delivered.at(-1)).toBe('e@3');
    },
  );

  it('learns how much a topic accepts, and tries more again after a while', () => {
    const { take, settle } = queueOf(['a', 'b', 'c', 'd']);
    settle(take()[0], 'too-large');
    settle(take()[0], 'delivered');
    expect(take().map(shown)).toEqual(['cd@2']);

    const { take: next, settle: end, add: more } = queueOf(['a', 'b', 'c', 'd']);
    end(next()[0], 'too-large');
    for (let i = 0; i < 60; i++) more('e');
    const lengths: number[] = [];
    for (let [batch] = next(); batch; [batch] = next()) {
      lengths.push(batch.records.length);
      end(batch, 'delivered');
    }
    expect([lengths[0], Math.max(...lengths)]).toEqual([2, 3]);
  });

  it('gives partitions that lose their identity one after the other the same new one, and leaves the rest alone', () => {
    const { add, take, settle } = queueOf(['a0', 'b1', 'c2']);
    const [a, b, c] = take();
    settle(a, 'identity-lost');
    settle(b, 'identity-lost');
    settle(c, 'delivered');
    add('d2');
    expect(take(1000).map(shown)).toEqual(['a0@0/1', 'b1@0/1', 'd2@1']);
  });

  it('gives up what is past its deadline, but keeps a batch whole while one of its records is not', () => {
    const { queue, add, take, settle } = queueOf(['a']);
    add('b', 500);
    const [batch] = take();
    expect(settle(batch, 'transient', 1200)).toEqual({ ...nothing, expired: ['a'], backsOff: true });
    const [again] = take(1700);
    // Without `a` the broker would take it for another batch, and have `b` twice.
    expect(again && shown(again)).toBe('ab@0');
    add('c', 1400);
    expect(settle(again, 'transient', 1700)).toEqual({ ...nothing, expired: ['b'], backsOff: true });
    expect(queue.length).toBe(1);
    // Its fate is unknown for good, so its numbers are not used again.
    expect(take(2300).map(shown)).toEqual(['c@0/1']);
  });

  it('answers a send once, and sends no more of it, when one of its partitions refuses it', () => {
    const { queue, take } = queueOf([], { maxBatchRecords: 1 });
    queue.add([record('a', 0), record('b', 1), record('c', 1)], 0);
    const [a, b] = take();
    if (!a || !b) throw new Error('two batches');
    expect(queue.settle(a, 'refused', 0).refused).toHaveLength(1);
    expect(queue.settle(b, 'delivered', 0)).toEqual(nothing);
    expect([queue.length, take()]).toEqual([0, []]);
  });

  it('drops everything once the producer is stopped', () => {
    const { queue, take, settle } = queueOf(['a', 'b']);
    const [batch] = take();
    expect(queue.abandon()).toHaveLength(2);
    expect(queue.length).toBe(0);
    expect(settle(batch, 'delivered')).toEqual(nothing);
    expect(take()).toEqual([]);
  });

  it('has no room above its bytes, and room again after a delivery', () => {
    const { add, take, settle } = queueOf(['a', 'b'], { maxPendingBytes: 2 * size });
    expect(add('c')).toBeUndefined();
    settle(take()[0], 'delivered');
    expect(add('c')).toBeDefined();
  });
});
