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

/** Reads vitest's JSON report: the closing line, and whether tests ran and none failed. */
export const readReport = async (file: string): Promise<{ ok: boolean; line: string }> => {
  const counts = report.parse(JSON.parse(await readFile(file, 'utf8')));
  const { numPassedTests: passed, numFailedTests: failed } = counts;
  const skipped = counts.numPendingTests + counts.numTodoTests;
  const ok = counts.success && failed === 0 && counts.numFailedTestSuites === 0 && passed > 0;
  return { ok, line: `${passed} passed, ${failed} failed, ${skipped} skipped` };
};
