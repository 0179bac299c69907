import { describe, expect, it, vi } from 'vitest';
import { createCatchUp } from './catch-up.ts';

const failureOf = (code: string) => new Error(code);

describe('createCatchUp', () => {
  it('sends one request for all calls during a running one, after it', async () => {
    const answers: (() => void)[] = [];
    const sync = vi.fn(() => new Promise<void>((resolve) => answers.push(resolve)));
    const catchUp = createCatchUp(sync, 10_000, failureOf);
    const first = catchUp(0);
    const others = [catchUp(0), catchUp(0), catchUp(0)];
    expect(sync).toHaveBeenCalledTimes(1);
    answers[0]?.();
    await first;
    await vi.waitFor(() => expect(sync).toHaveBeenCalledTimes(2));
    answers[1]?.();
    await Promise.all(others);
    void catchUp(1);
    expect(sync).toHaveBeenLastCalledWith(1);
  });

  it('fails when Kafka stays silent, and retries later', async () => {
    const sync = vi.fn(() => Promise.reject(new Error('away')));
    const silent = createCatchUp(() => new Promise(() => {}), 5, failureOf);
    await expect(silent(0)).rejects.toThrow('VIEW_BEHIND');
    const catchUp = createCatchUp(sync, 1000, failureOf);
    await expect(catchUp(0)).rejects.toThrow('away');
    await expect(catchUp(0)).rejects.toThrow('away');
    expect(sync).toHaveBeenCalledTimes(2);
  });
});
