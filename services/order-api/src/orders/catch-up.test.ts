import { describe, expect, it, vi } from 'vitest';
import { asProblem } from '../http/request/problem-table.ts';
import { type CatchUp, createCatchUp } from './catch-up.ts';

/** The catch-up as the edge answers it. */
const answered =
  (catchUp: CatchUp): CatchUp =>
  (partition) =>
    catchUp(partition).catch((error: unknown) => {
      throw asProblem(error);
    });

describe('createCatchUp', () => {
  it('sends one request for all calls during a running one, after it', async () => {
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

  it('fails with 503 when Kafka stays silent, and retries later', async () => {
    const sync = vi.fn(() => Promise.reject(new Error('away')));
    const silent = answered(createCatchUp(() => new Promise(() => {}), 5));
    await expect(silent(0)).rejects.toMatchObject({ status: 503 });
    const catchUp = createCatchUp(sync, 1000);
    await expect(catchUp(0)).rejects.toThrow('away');
    await expect(catchUp(0)).rejects.toThrow('away');
    expect(sync).toHaveBeenCalledTimes(2);
  });
});
