/**
 * Ends the process when `failure` rejects: for what runs beside the requests and must never stop in silence. The error
 * becomes an uncaught exception, which `runMain` logs before it exits with 1.
 */
export function failProcessOn(failure: Promise<unknown>): void {
  failure.catch((error: unknown) =>
    // Outside the promise, so that it cannot be taken for a handled rejection.
    queueMicrotask(() => {
      throw error;
    }),
  );
}
