import { describe, expect, it, vi } from 'vitest';
import { createCatchUp } from './catch-up.ts';

describe('createCatchUp', () => {
  it('asks once for all who come while a question is under way, after it', async () => {
    const answers: (() => void)[] = [];
    const sync = vi.fn(() => new Promise<void>((resolve) => answers.push(resolve)));
    const catchUp = createCatchUp(sync, 10_000);
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

  it('answers 503 when Kafka stays silent, and asks again later', async () => {
    const sync = vi.fn(() => Promise.reject(new Error('away')));
    await expect(createCatchUp(() => new Promise(() => {}), 5)(0)).rejects.toMatchObject({ status: 503 });
    const catchUp = createCatchUp(sync, 1000);
    await expect(catchUp(0)).rejects.toThrow('away');
    await expect(catchUp(0)).rejects.toThrow('away');
    expect(sync).toHaveBeenCalledTimes(2);
  });
});
