import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../settings.ts';
import { errorLine, SetupError } from '../setup-error.ts';
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
  if (!runs('npm', ['run', '--silent', 'verify'])) throw new SetupError('The checks failed (make verify).');
  const file = join(root, '.cupcakery/test.json');
  mkdirSync(join(root, '.cupcakery'), { recursive: true });
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const passed = runs(process.execPath, [vitest, 'run', ...reporters]);
  const { ok, line } = await readReport(file);
  process.exitCode = passed && ok ? 0 : 1;
  say(line);
};

try {
  await main();
} catch (error) {
  process.stderr.write(`${errorLine(error)}\n`);
  process.exitCode = 1;
}
