import { setImmediate as nextTurn } from 'node:timers/promises';

const sliceMs = 4;
const lookEvery = 64;

/**
 * Visits every item as of now, and lets other work in between: a process that streams to thousands of screens
 * must not stand still while it counts.
 */
export async function inSlices<T>(items: Iterable<T>, visit: (item: T) => void): Promise<void> {
  // A list of what there is now: what changes meanwhile would move to the end and be visited twice.
  const list = [...items];
  let until = performance.now() + sliceMs;
  for (const [i, item] of list.entries()) {
    if (i % lookEvery === 0 && performance.now() > until) {
      await nextTurn();
      until = performance.now() + sliceMs;
    }
    visit(item);
  }
}
