import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openBoundedLog } from './bounded-log.ts';

test('a log keeps its latest lines within twice its bound, across openings', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cupcakery-log-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, 'logs/a.log');
  openBoundedLog(file, 10)('first 1\n');
  const write = openBoundedLog(file, 10);
  for (const line of ['second 2\n', 'third 33\n', 'fourth 4\n']) write(line);
  expect(await readFile(file, 'utf8')).toBe('third 33\nfourth 4\n');
  expect(await readFile(`${file}.1`, 'utf8')).toBe('first 1\nsecond 2\n');
  expect(await readdir(join(dir, 'logs'))).toHaveLength(2);
});
