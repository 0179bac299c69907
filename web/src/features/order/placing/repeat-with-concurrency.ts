/** Runs `task` `count` times, at most `atOnce` of them at the same time. `task` must not throw. */
export const repeatWithConcurrency = async (
  count: number,
  atOnce: number,
  task: () => Promise<void>,
): Promise<void> => {
  let begun = 0;
  const lane = async () => {
    while (begun < count) {
      begun += 1;
      await task();
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, atOnce) }, lane));
};
