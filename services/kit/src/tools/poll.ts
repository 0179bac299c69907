/** Polls in the background until it is stopped. */
export type Polling = { stop(): void };

/**
 * Calls `request` now, and again `everyMs` after each end of it, so that requests never pile up.
 * @param request with a bound of its own: while it does not settle, nothing is polled
 * @param onFailure called with the first of several failures in a row, and not after `stop`
 * @param onRecovery called with the first success after failures
 */
export function startPolling(options: {
  request: () => Promise<void>;
  everyMs: number;
  onFailure(error: unknown): void;
  onRecovery?(): void;
}): Polling {
  const { request, everyMs, onFailure, onRecovery } = options;
  let failing = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function poll(): Promise<void> {
    try {
      await request();
      if (failing) onRecovery?.();
      failing = false;
    } catch (error) {
      if (!failing && !stopped) onFailure(error);
      failing = true;
    }
    if (!stopped) timer = setTimeout(poll, everyMs);
  }
  void poll();

  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
