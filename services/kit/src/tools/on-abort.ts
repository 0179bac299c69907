/**
 * Calls `listener` once `signal` is aborted, at once if it already is.
 * @returns removes the listener: without that, each wait on a long-lived signal would leave one behind
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener();
    return () => {};
  }
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}

/** Waits for `work`, but rejects with the signal's reason as soon as it is aborted. The work itself goes on. */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  // After an abort its rejection may be handled nowhere else.
  work.catch(() => {});
  const remove = onAbort(signal, () => reject(signal.reason));
  try {
    return await Promise.race([work, aborted]);
  } finally {
    remove();
  }
}
