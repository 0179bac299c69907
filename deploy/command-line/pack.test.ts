import { execFile, spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import packageJson from '@cupcakery/cli/package.json' with { type: 'json' };
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleCommandLine, packageFolders } from './bundle.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
let folder: string;
let installed: string;

/** Packs the command line, and installs it in an empty folder, as somebody elsewhere would. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cupcakery-pack-'));
  const built = join(folder, 'built');
  await bundleCommandLine(root, built);
  await run('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: built });
  const [packed = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  const home = join(folder, 'home');
  writeFileSync(join(folder, 'package.json'), '{}');
  await run('npm', [
    'install',
    '--offline',
    '--no-audit',
    '--no-fund',
    '--prefix',
    home,
    join(folder, packed),
  ]);
  installed = join(home, 'node_modules/.bin/cupcakery');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** This Node, and those that are on the PATH: the machine's own is often an older one. */
function nodes(): { version: string; path: string }[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((one) => !one.includes('node_modules'));
  const paths = [process.execPath, ...folders.map((one) => join(one, 'node')).filter(isExecutable)];
  const byVersion = new Map(
    paths.map((path) => [spawnSync(path, ['--version']).stdout.toString().trim(), path] as const),
  );
  return [...byVersion].map(([version, path]) => ({ version, path }));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

test.each(nodes())('runs on Node $version without anything beside it', async ({ path }) => {
  const cli = (...args: string[]) =>
    run(path, [installed, ...args], { env: { PATH: '', XDG_CONFIG_HOME: join(folder, 'config') } });
  expect((await cli('--version')).stdout).toBe(`${packageJson.version}\n`);
  expect((await cli('order', 'place', '--help')).stdout).toContain('flavour=Vanilla');
  const failed = cli('--url', 'http://127.0.0.1:9', 'order', 'list', '--json');
  await expect(failed).rejects.toMatchObject({ code: 3, stdout: '' });
  // What reads Kafka is in it too.
  await expect(cli('replay', '--verify')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('KAFKA_BROKERS is not set'),
  });
  expect((await cli('completion', 'bash')).stdout).toContain('complete -F');
});

test('carries its licence, and those of what is bundled into it', () => {
  const home = join(folder, 'home/node_modules/cupcakery');
  expect(readdirSync(home).toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'THIRD-PARTY-NOTICES.txt',
    'cupcakery.mjs',
    'package.json',
  ]);
  const notices = readFileSync(join(home, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of ['commander', 'zod', 'ws', 'graphql-ws', 'oauth4webapi', 'kafkajs', 'core-js'])
    expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
});

test('a file is of the innermost package, and a file of ours of none', () => {
  expect(
    packageFolders(['/a/node_modules/b/node_modules/@c/d/e.js', '/a/node_modules/b/f.js', '/a/src/g.ts']),
  ).toEqual(['/a/node_modules/b/node_modules/@c/d', '/a/node_modules/b']);
});
