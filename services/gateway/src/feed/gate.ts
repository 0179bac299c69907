/** Lets at most so many in at once; the others wait in order. */
export type Gate = {
  /** Resolves with the way out, to be called once. */
  enter(): Promise<() => void>;
};

export function createGate(places: number): Gate {
  let free = places;
  const waiting: (() => void)[] = [];
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  const once = (f: () => void) => {
    let done = false;
    return () => {
      if (done) return;
      done = true;
      f();
    };
  };
  return {
    enter() {
      if (free > 0) {
        free -= 1;
        return Promise.resolve(once(leave));
      }
      return new Promise((resolve) => waiting.push(() => resolve(once(leave))));
    },
  };
}
