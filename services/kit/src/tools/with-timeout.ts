/**
 * Waits for `work` for at most `ms`; the work itself goes on after that.
 * @param onTimeout makes the error to reject with
 */
export async function withTimeout<T>(work: Promise<T>, ms: number, onTimeout: () => Error): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  // After the time-out its rejection may be handled nowhere else.
  work.catch(() => {});
  const timer = setTimeout(() => reject(onTimeout()), ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until `work` has ended either way, for at most `ms`. False when it had not; it goes on then. */
export async function settledWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  try {
    return await Promise.race([
      work.then(
        () => true,
        () => true,
      ),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
