/** Tells refused commits that belong to a rebalance from those that last. */
export type CommitFailures = {
  succeeded(): void;
  /** @returns whether this one is to be logged */
  failed(): boolean;
};

/** With a round each 100 ms: after three seconds, and then once a minute. */
const tolerated = 30;
const again = 600;

export function createCommitFailures(): CommitFailures {
  let inRow = 0;
  return {
    succeeded() {
      inRow = 0;
    },
    failed() {
      inRow += 1;
      return inRow >= tolerated && (inRow - tolerated) % again === 0;
    },
  };
}
