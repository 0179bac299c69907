import { describe, expect, it, vi } from 'vitest';
import type { Ticket } from '../tickets/ticket.ts';
import { createPersistentWork } from './persistent-work.ts';
import type { Work } from './work.ts';

const ticket = (orderId: string): Ticket => ({
  partition: 0,
  offset: 0,
  orderId,
  visit: 1,
  readyAt: 0,
  value: Buffer.alloc(0),
  traceparent: undefined,
});

/** A target that is down until it is repaired, and what is known of it. */
function target() {
  let up = false;
  const probes: boolean[] = [];
  const changes: boolean[] = [];
  const work: Work = async () => (up ? { result: 'done' } : { result: 'down', reason: 'no answer' });
  const persistent = createPersistentWork(work, {
    attempts: 3,
    probe: async () => {
      probes.push(up);
      return { up };
    },
    onDown: (down) => changes.push(down),
    retryMinMs: 1,
    retryMaxMs: 2,
  });
  const repair = () => {
    up = true;
  };
  return { persistent, probes, changes, repair };
}

describe('a target that is down', () => {
  it('is probed by the ticket in hand, and by nothing else', async () => {
    const { persistent, probes, changes, repair } = target();
    const working = persistent.run(ticket('a'), new AbortController().signal);
    await vi.waitFor(() => expect(persistent.down).toBe(true));
    repair();
    expect(await working).toEqual({ result: 'done' });
    expect(changes).toEqual([true, false]);
    expect(probes).toEqual([]);
  });

  it.each(['one ticket', 'all tickets'])(
    'is probed when %s left: the first good answer opens it again',
    async (which) => {
      const { persistent, probes, changes, repair } = target();
      const onUp = vi.fn();
      persistent.onUp(onUp);
      const abort = new AbortController();
      const count = which === 'one ticket' ? 1 : 5;
      const leaving = Array.from({ length: count }, (_, i) =>
        persistent.run(ticket(String(i)), abort.signal),
      );
      await vi.waitFor(() => expect(persistent.down).toBe(true));
      abort.abort(new Error('the order was cancelled'));
      await Promise.all(leaving.map((one) => expect(one).rejects.toThrow('cancelled')));
      await vi.waitFor(() => expect(probes.length).toBeGreaterThan(2));
      expect(persistent.down).toBe(true);
      repair();
      await vi.waitFor(() => expect(changes).toEqual([true, false]));
      expect(onUp).toHaveBeenCalledOnce();
      expect(await persistent.run(ticket('next'), new AbortController().signal)).toEqual({ result: 'done' });
    },
  );

  it('is not probed any more after the stop', async () => {
    const { persistent, probes } = target();
    const abort = new AbortController();
    const leaving = persistent.run(ticket('a'), abort.signal);
    await vi.waitFor(() => expect(persistent.down).toBe(true));
    persistent.stop();
    abort.abort(new Error('stopped'));
    await expect(leaving).rejects.toThrow('stopped');
    expect(probes).toEqual([]);
  });
});

describe('a target that breaks off its exchange about some orders', () => {
  /** A target for which `bad` orders are too much, and which answers probes as long as it is up. */
  function choking(bad: readonly string[], isUp: () => boolean = () => true) {
    const changes: boolean[] = [];
    const attempts = new Map<string, number>();
    const work: Work = async ({ orderId }) => {
      attempts.set(orderId, (attempts.get(orderId) ?? 0) + 1);
      return bad.includes(orderId) || !isUp() ? { result: 'broken', reason: 'reset' } : { result: 'done' };
    };
    const persistent = createPersistentWork(work, {
      attempts: 3,
      probe: async () => ({ up: isUp() }),
      onDown: (down) => changes.push(down),
      retryMinMs: 1,
      retryMaxMs: 2,
    });
    const run = (orderId: string) => persistent.run(ticket(orderId), new AbortController().signal);
    return { persistent, changes, attempts, run };
  }

  it('is not down for one order, which fails after its attempts', async () => {
    const { changes, attempts, run } = choking(['a']);
    expect(await run('a')).toEqual({ result: 'failed', reason: 'reset (3 attempts)' });
    expect(await run('b')).toEqual({ result: 'done' });
    expect(changes).toEqual([]);
    expect(attempts.get('a')).toBe(3);
  });

  it('is down for two different orders, and the stage does not stand behind them', async () => {
    const { changes, run } = choking(['a', 'b']);
    const bad = [run('a'), run('b')];
    for (const one of bad) expect(await one).toMatchObject({ result: 'failed' });
    expect(changes[0]).toBe(true);
    expect(await run('c')).toEqual({ result: 'done' });
    expect(changes.at(-1)).toBe(false);
  });

  it('uses up no attempts while it answers no probe either', async () => {
    let up = false;
    const { persistent, changes, attempts, run } = choking([], () => up);
    const waiting = run('a');
    await vi.waitFor(() => expect(attempts.get('a')).toBeGreaterThan(5));
    expect(persistent.down).toBe(true);
    up = true;
    expect(await waiting).toEqual({ result: 'done' });
    expect(changes).toEqual([true, false]);
  });
});
