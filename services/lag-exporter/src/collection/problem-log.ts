import type { Logger } from '@cupcakery/kit/log';

/** Logs what fails in collections: a line when it begins, not one for each collection that it lasts. */
export type ProblemLog = {
  /** @param what fails, as a sentence that is the same in each collection */
  report(what: string, err: unknown): void;
  /** What was not reported since the last call counts as over. */
  endCollection(): void;
};

export function createProblemLog(log: Pick<Logger, 'warn'>): ProblemLog {
  let known = new Set<string>();
  let present = new Set<string>();
  return {
    report(what, err) {
      if (!known.has(what) && !present.has(what)) log.warn({ err }, what);
      present.add(what);
    },
    endCollection() {
      known = present;
      present = new Set();
    },
  };
}
