import { describe, expect, it, vi } from 'vitest';
import { startBacklogPolling } from './backlog.ts';

describe('watchBacklog', () => {
  it('knows the backlog after the first result, and no longer when results stay out', async () => {
    let time = 0;
    const fetchLag = vi.fn(async () => 30);
    const onFailure = vi.fn();
    const backlog = startBacklogPolling({
      fetchLag,
      onFailure,
      maxCommands: 20,
      intervalMs: 1,
      staleMs: 100,
      now: () => time,
    });
    expect([backlog.commands, backlog.overloaded, backlog.reachable]).toEqual([undefined, false, false]);
    await vi.waitFor(() => expect(backlog.commands).toBe(30));
    expect([backlog.overloaded, backlog.reachable]).toEqual([true, true]);
    fetchLag.mockRejectedValue(new Error('away'));
    const calls = fetchLag.mock.calls.length;
    await vi.waitFor(() => expect(fetchLag.mock.calls.length).toBeGreaterThan(calls + 3));
    // One line for all failures in a row.
    expect(onFailure.mock.calls).toEqual([[new Error('away')]]);
    time = 101;
    expect([backlog.commands, backlog.overloaded, backlog.reachable]).toEqual([undefined, false, false]);
    await backlog.stop();
  });

  it('sends one request at a time, and reports that Kafka is silent meanwhile', async () => {
    let time = 0;
    const reported: boolean[] = [];
    const fetchLag = vi.fn(() => new Promise<number>(() => {}));
    const backlog = startBacklogPolling({
      fetchLag,
      onFailure() {},
      maxCommands: 1,
      intervalMs: 1,
      now: () => time++,
      onChange: ({ reachable }) => reported.push(reachable),
    });
    await vi.waitFor(() => expect(reported.length).toBeGreaterThan(3));
    expect([fetchLag.mock.calls.length, reported.includes(true)]).toEqual([1, false]);
    await backlog.stop();
  });
});
