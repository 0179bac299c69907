import { describe, expect, it } from 'vitest';
import { createFairQueue, QueueFull, type Release } from './fair-queue.ts';

/** Enters these callers one after the other; `order` has those who got a slot, `refused` those who were sent away. */
function fill(slots: number, maxWaiting: number, callers: readonly string[]) {
  const queue = createFairQueue({ slots, maxWaiting });
  const order: string[] = [];
  const refused: string[] = [];
  const releases: Release[] = [];
  const got = (caller: string) => (release: Release) => {
    order.push(caller);
    releases.push(release);
  };
  const enter = (caller: string) => {
    try {
      const slot = queue.enter(caller);
      if (slot instanceof Promise) slot.then(got(caller), () => refused.push(caller));
      else got(caller)(slot);
    } catch (error) {
      expect(error).toBeInstanceOf(QueueFull);
      refused.push(caller);
    }
  };
  for (const caller of callers) enter(caller);
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    queue,
    order,
    refused,
    settle,
    enter,
    async drain() {
      for (let i = 0; i < releases.length; i++) {
        releases[i]?.();
        await settle();
      }
    },
  };
}

const times = (count: number, caller: string) => Array.from({ length: count }, () => caller);

describe('a queue that is fair by caller', () => {
  it('lets in whoever comes while there are slots, at once', () => {
    const { order, queue } = fill(3, 10, ['ann', 'ann', 'bob']);
    expect(order).toEqual(['ann', 'ann', 'bob']);
    expect(queue.size).toBe(3);
  });

  it('serves callers in turn: one behind thousands of another waits for one of them', async () => {
    const { order, drain, queue } = fill(2, 5000, [...times(2500, 'mallory'), 'ann', 'bob']);
    expect(order).toHaveLength(2);
    await drain();
    expect(order).toHaveLength(2502);
    expect(order.slice(0, 5)).toEqual(['mallory', 'mallory', 'mallory', 'ann', 'bob']);
    expect(queue.size).toBe(0);
  });

  it('keeps the order within a caller, and the turns', async () => {
    const { order, drain } = fill(1, 20, ['a', 'a', 'a', 'b', 'b', 'c']);
    await drain();
    expect(order).toEqual(['a', 'a', 'b', 'c', 'a', 'b']);
  });

  it('sends away the last of whoever has most, when it is full and others come', async () => {
    const { order, refused, drain, settle } = fill(1, 4, [...times(5, 'mallory'), 'ann', 'bob', 'ann']);
    await settle();
    // One works; of the four who wait, two had to go. Then everybody has at most one more than the others.
    expect(refused).toEqual(['ann', 'mallory', 'mallory']);
    await drain();
    expect(order).toEqual(['mallory', 'mallory', 'ann', 'bob', 'mallory']);
  });

  it('sends away whoever has most and comes again', async () => {
    const { refused, settle, enter, queue } = fill(1, 2, ['mallory', 'mallory', 'ann']);
    enter('mallory');
    await settle();
    expect(refused).toEqual(['mallory']);
    expect(queue.size).toBe(3);
  });

  it('forgets who waits no longer', async () => {
    const queue = createFairQueue({ slots: 1, maxWaiting: 5 });
    const first = await queue.enter('ann');
    const leaving = new AbortController();
    const waits = queue.enter('bob', leaving.signal);
    leaving.abort(new Error('waited long enough'));
    await expect(waits).rejects.toThrow('waited long enough');
    expect(queue.size).toBe(1);
    first();
    first();
    expect(queue.size).toBe(0);
  });
});
