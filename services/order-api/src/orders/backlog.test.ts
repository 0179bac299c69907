import { describe, expect, it, vi } from 'vitest';
import { startBacklogPolling } from './backlog.ts';

describe('watchBacklog', () => {
  it('knows the backlog after the first answer, and no more when answers stay out', async () => {
    let time = 0;
    const ask = vi.fn(async () => 30);
    const backlog = startBacklogPolling({
      ask,
      maxCommands: 20,
      intervalMs: 1,
      staleMs: 100,
      now: () => time,
    });
    expect([backlog.commands, backlog.overloaded, backlog.reachable]).toEqual([undefined, false, false]);
    await vi.waitFor(() => expect(backlog.commands).toBe(30));
    expect([backlog.overloaded, backlog.reachable]).toEqual([true, true]);
    ask.mockRejectedValue(new Error('away'));
    const asked = ask.mock.calls.length;
    await vi.waitFor(() => expect(ask.mock.calls.length).toBeGreaterThan(asked));
    time = 101;
    expect([backlog.commands, backlog.overloaded, backlog.reachable]).toEqual([undefined, false, false]);
    await backlog.stop();
  });

  it('asks one question at a time, and tells that Kafka is silent meanwhile', async () => {
    let time = 0;
    const told: boolean[] = [];
    const ask = vi.fn(() => new Promise<number>(() => {}));
    const backlog = startBacklogPolling({
      ask,
      maxCommands: 1,
      intervalMs: 1,
      now: () => time++,
      onChange: ({ reachable }) => told.push(reachable),
    });
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(3));
    expect([ask.mock.calls.length, told.includes(true)]).toEqual([1, false]);
    await backlog.stop();
  });
});
