import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../settings.ts';
import { errorLine } from '../setup-error.ts';
import { requireChromium } from './chromium.ts';
import { readReport } from './report.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const runs = (command: string, args: string[]): boolean =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;

/** `make test`: the checks, then every test, then one line of counts. */
const main = async (): Promise<void> => {
  // Without a browser test (a checkout in the making) there is no need for a browser.
  if (globSync('services/e2e/src/**/*.e2e.test.ts', { cwd: root }).length > 0) requireChromium(say);
  // The tests run in either case: the counts are worth more than the minute that an early end would save.
  const verified = runs('npm', ['run', '--silent', 'verify']);
  const file = join(root, '.cupcakery/test.json');
  const counts = join(root, '.cupcakery/test-counts.txt');
  mkdirSync(join(root, '.cupcakery'), { recursive: true });
  for (const old of [file, counts]) rmSync(old, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const passed = runs(process.execPath, [vitest, 'run', ...reporters]);
  const { ok, line } = await readReport(file);
  process.exitCode = verified && passed && ok ? 0 : 1;
  if (!verified) say('The checks failed: see the beginning, or make verify');
  say(line);
  // For a caller that has to end with this line although make adds one of its own after a failure.
  writeFileSync(counts, `${line}\n`);
};

try {
  await main();
} catch (error) {
  process.stderr.write(`${errorLine(error)}\n`);
  process.exitCode = 1;
}
