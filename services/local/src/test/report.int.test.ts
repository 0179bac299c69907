import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readReports } from './report.ts';

const reportOf = async (...changes: object[]) => readReports(await Promise.all(changes.map(fileOf)));

const fileOf = async (change: object) => {
  const dir = await mkdtemp(join(tmpdir(), 'cupcakery-report-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const whole = {
    ...{ numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 },
    ...{ numFailedTestSuites: 0, success: true, testResults: [] },
  };
  await writeFile(join(dir, 'test.json'), JSON.stringify({ ...whole, ...change }));
  return join(dir, 'test.json');
};

test('the closing line counts what ran, and tests that wait count as skipped', async () => {
  expect(await reportOf({})).toEqual({ ok: true, failures: [], line: '5 passed, 0 failed, 2 skipped' });
});

test('several runs make one line, and one that left no report is a failure', async () => {
  expect(await reportOf({}, { numPassedTests: 2, numPendingTests: 0 })).toEqual({
    ok: true,
    failures: [],
    line: '7 passed, 0 failed, 3 skipped',
  });
  expect(await readReports([await fileOf({}), '/nowhere/test.json'])).toEqual({
    ok: false,
    failures: ['test.json: not written'],
    line: '5 passed, 1 failed, 2 skipped',
  });
});

test('a failed test, a file that cannot be loaded, or no test at all is a failure', async () => {
  expect((await reportOf({ numFailedTests: 1 })).ok).toBe(false);
  expect((await reportOf({ numFailedTestSuites: 1 })).ok).toBe(false);
  expect((await reportOf({ numPassedTests: 0 })).ok).toBe(false);
});

test('each failure is reported on one line, without its stack', async () => {
  const testResults = [
    {
      name: '/some/where/a.test.ts',
      message: '',
      assertionResults: [
        { fullName: 'adds', status: 'passed', failureMessages: [] },
        {
          fullName: 'subtracts',
          status: 'failed',
          failureMessages: [
            'AssertionError: expected 1\n  to be 2\n    at /some/where/a.test.ts:3:4\n    at node',
          ],
        },
      ],
    },
    { name: '/some/where/b.test.ts', message: 'Cannot find package c', assertionResults: [] },
  ];
  expect((await reportOf({ testResults })).failures).toEqual([
    'a.test.ts: subtracts: AssertionError: expected 1 to be 2',
    'b.test.ts: Cannot find package c',
  ]);
});
