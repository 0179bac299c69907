import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  /** A file that cannot be loaded fails without any test. */
  numFailedTestSuites: z.int(),
  success: z.boolean(),
});

type Counts = { passed: number; failed: number; skipped: number; ok: boolean };

/** Reads vitest's JSON reports: the closing line over all, and whether in each tests ran and none failed. */
export const readReports = async (files: readonly string[]): Promise<{ ok: boolean; line: string }> => {
  const counts = await Promise.all(files.map(readCounts));
  const sum = (of: (one: Counts) => number) => counts.reduce((total, one) => total + of(one), 0);
  return {
    ok: counts.every(({ ok }) => ok),
    line: `${sum((c) => c.passed)} passed, ${sum((c) => c.failed)} failed, ${sum((c) => c.skipped)} skipped`,
  };
};

/** A run that left no report did not get as far as its tests: that is a failure, and counts as one. */
const readCounts = async (file: string): Promise<Counts> => {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return { passed: 0, failed: 1, skipped: 0, ok: false };
  const counts = report.parse(JSON.parse(text));
  const { numPassedTests: passed, numFailedTests: failed } = counts;
  const skipped = counts.numPendingTests + counts.numTodoTests;
  return {
    passed,
    failed,
    skipped,
    ok: counts.success && failed === 0 && counts.numFailedTestSuites === 0 && passed > 0,
  };
};
