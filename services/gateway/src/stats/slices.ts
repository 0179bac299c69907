import { setImmediate as nextTurn } from 'node:timers/promises';

const chunkMs = 4;
const checkEvery = 64;

/**
 * Visits every item as of now, and lets other work in between: a process that streams to thousands of screens
 * must not stand still while it counts.
 */
export async function inChunks<T>(items: Iterable<T>, visit: (item: T) => void): Promise<void> {
  // A list of what there is now: what changes meanwhile would move to the end and be visited twice.
  const list = [...items];
  let until = performance.now() + chunkMs;
  for (const [i, item] of list.entries()) {
    if (i % checkEvery === 0 && performance.now() > until) {
      await nextTurn();
      until = performance.now() + chunkMs;
    }
    visit(item);
  }
}
