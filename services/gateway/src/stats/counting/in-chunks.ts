import { setImmediate as nextTurn } from 'node:timers/promises';

const chunkMs = 4;
/** Items between two looks at the clock. */
const checkEvery = 64;

/**
 * Visits every item as of now in chunks of some 4 ms, with other work in between: a process that streams to thousands
 * of screens must not stall while it counts.
 */
export async function inChunks<T>(items: Iterable<T>, visit: (item: T) => void): Promise<void> {
  // A copy: an item that changes meanwhile would move to the end and be visited twice.
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
