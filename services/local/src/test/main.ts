import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../toolbox/repository.ts';
import { describeError } from '../toolbox/setup-error.ts';
import { requireChromium } from './chromium.ts';
import { reportFile, sides } from './projects.ts';
import { readReports } from './report.ts';

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const runs = (command: string, args: string[]): boolean =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;

async function runTests(dir: string, projects: readonly string[]): Promise<boolean> {
  const reporters = [
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile(dir, projects)}`,
  ];
  const chosen = projects.flatMap((name) => ['--project', name]);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', ...chosen, ...reporters], {
    cwd: root,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return code === 0;
}

/** `make test`: the checks, then every test, then one line of counts. */
async function main(): Promise<void> {
  // A checkout without browser tests needs no browser.
  if (globSync('services/e2e/src/**/*.e2e.test.ts', { cwd: root }).length > 0) requireChromium(print);
  // The tests run even if verify fails: the counts are worth more than the minute that stopping early would save.
  const verified = runs('npm', ['run', '--silent', 'verify']);
  const dir = join(root, '.cupcakery');
  mkdirSync(dir, { recursive: true });
  for (const old of globSync('test-*.json', { cwd: dir })) rmSync(join(dir, old), { force: true });
  const passed: boolean[] = [];
  for (const side of sides) passed.push(...(await Promise.all(side.map((one) => runTests(dir, one)))));
  const { ok, line } = await readReports(sides.flat().map((one) => reportFile(dir, one)));
  process.exitCode = verified && passed.every(Boolean) && ok ? 0 : 1;
  if (!verified) print('The checks failed: see the beginning, or make verify');
  if (ok && !passed.every(Boolean))
    print('Failed all the same: errors outside of any test, see "Errors" above');
  print(line);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
