import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';

const report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  /** A file that cannot be loaded fails without any test. */
  numFailedTestSuites: z.int(),
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      /** Why the file could not be loaded. */
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});
type Report = z.infer<typeof report>;

type Counts = { passed: number; failed: number; skipped: number; ok: boolean; failures: string[] };

/** The outcome of several runs. */
export type Outcome = {
  /** In each run tests ran, and none failed. */
  ok: boolean;
  /** What failed and why, a line each, at most 20. */
  failures: string[];
  /** The closing line. */
  line: string;
};

const maxFailures = 20;
const maxReason = 400;

/** Reads vitest's JSON reports. */
export async function readReports(files: readonly string[]): Promise<Outcome> {
  const counts = await Promise.all(files.map(readCounts));
  const sum = (of: (one: Counts) => number) => counts.reduce((total, one) => total + of(one), 0);
  return {
    ok: counts.every(({ ok }) => ok),
    failures: counts.flatMap(({ failures }) => failures).slice(0, maxFailures),
    line: `${sum((c) => c.passed)} passed, ${sum((c) => c.failed)} failed, ${sum((c) => c.skipped)} skipped`,
  };
}

/** A run that left no report did not get as far as its tests: that is a failure, and counts as one. */
async function readCounts(file: string): Promise<Counts> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    return { passed: 0, failed: 1, skipped: 0, ok: false, failures: [`${basename(file)}: not written`] };
  }
  const counts = report.parse(JSON.parse(text));
  const { numPassedTests: passed, numFailedTests: failed } = counts;
  const skipped = counts.numPendingTests + counts.numTodoTests;
  return {
    passed,
    failed,
    skipped,
    failures: failuresOf(counts),
    ok: counts.success && failed === 0 && counts.numFailedTestSuites === 0 && passed > 0,
  };
}

/** A build server shows the end of a log: there, one line repeats what vitest reported with its context far above. */
const failuresOf = ({ testResults }: Report): string[] =>
  testResults.flatMap(({ name, message, assertionResults }) => {
    const file = basename(name);
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0 && message !== '') return [`${file}: ${shortReason(message)}`];
    return failed.map(
      ({ fullName, failureMessages: [why = ''] }) => `${file}: ${fullName}: ${shortReason(why)}`,
    );
  });

/** Without the stack, and on one line. */
const shortReason = (message: string): string =>
  message
    .replace(/\n\s+at [\s\S]*$/, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, maxReason);
