import type { CloseReason } from './close-reason.ts';

/** A value now and one every interval, for as long as it is pulled. */
export type Ticker<T> = AsyncIterableIterator<T, undefined> & { close(reason: CloseReason): void };

/**
 * Runs a timer only while a pull is pending, so a client that does not read costs nothing.
 * @param options.onClose called once
 */
export function createTicker<T>(options: {
  intervalMs: number;
  produce(): T | Promise<T>;
  onClose(reason: CloseReason): void;
}): Ticker<T> {
  const { intervalMs, produce } = options;
  let wake = () => {};
  let closed = false;
  let due = 0;

  function close(reason: CloseReason): void {
    if (closed) return;
    closed = true;
    wake();
    options.onClose(reason);
  }

  async function untilDue(): Promise<void> {
    const wait = due - performance.now();
    if (wait <= 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    const timer = setTimeout(resolve, wait);
    await promise;
    clearTimeout(timer);
  }

  return {
    async next() {
      if (!closed) await untilDue();
      if (closed) return { done: true, value: undefined };
      due = performance.now() + intervalMs;
      try {
        return { done: false, value: await produce() };
      } catch (error) {
        close('error');
        throw error;
      }
    },
    async return() {
      close('completed');
      return { done: true, value: undefined };
    },
    async throw(error) {
      close('error');
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    close,
  };
}
