/** Node fires at once above 2^31 ms. */
const maxTimeoutMs = 2 ** 31 - 1;

/**
 * Calls `callback` at a time, however far away.
 * @param time ms since 1970
 * @returns cancels the call
 */
export function setLongTimeout(time: number, callback: () => void): () => void {
  const wait = () => Math.min(Math.max(0, time - Date.now()), maxTimeoutMs);
  const step = () => {
    if (Date.now() >= time) callback();
    else timer = setTimeout(step, wait());
  };
  let timer = setTimeout(step, wait());
  return () => clearTimeout(timer);
}
