import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { root } from './testing/project-files.ts';
import { startRegistry } from './testing/registry.ts';

const run = promisify(execFile);
const timeout = 60_000;

/** A folder with what npm reads of the project: the lockfile and all manifests. */
function copyOfManifests(): string {
  const copy = mkdtempSync(join(tmpdir(), 'cupcakery-unlocked-'));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  const manifests = globSync(['package.json', 'services/*/package.json', 'web/package.json'], { cwd: root });
  for (const file of ['package-lock.json', 'services/local/install-modules.sh', ...manifests]) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  return copy;
}

/** Changes a dependency of kit, and nothing else. */
function changeKit(copy: string, from: string, to: string): void {
  const file = join(copy, 'services/kit/package.json');
  const manifest = readFileSync(file, 'utf8');
  expect(manifest).toContain(from);
  writeFileSync(file, manifest.replace(from, to));
}

const npmCi = (cwd: string, ...args: string[]) =>
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--dry-run', ...args], { cwd });

/** The Dockerfile and make install with it. */
test('npm ci refuses a version that the lockfile has not', { timeout }, async () => {
  const copy = copyOfManifests();
  const registry = await startRegistry('kafkajs', ['2.2.4', '2.2.5']);
  changeKit(copy, '"kafkajs": "2.2.4"', '"kafkajs": "2.2.5"');
  await expect(npmCi(copy, '--registry', registry)).rejects.toThrow(/in sync[\s\S]*kafkajs@2\.2\.5/);
});

test('npm ci refuses a dependency that the lockfile has not', { timeout }, async () => {
  const copy = copyOfManifests();
  const registry = await startRegistry('not-locked', ['1.0.0']);
  changeKit(copy, '"kafkajs"', '"not-locked": "1.0.0",\n    "kafkajs"');
  await expect(npmCi(copy, '--registry', registry)).rejects.toThrow(/in sync[\s\S]*not-locked@1\.0\.0/);
});

test('make does not take modules for up to date after such a change', { timeout }, async () => {
  const copy = copyOfManifests();
  // As after an installation of what the manifests say now.
  const node = join(copy, 'node_modules/.bin/node');
  mkdirSync(dirname(node), { recursive: true });
  cpSync(process.execPath, node);
  const manifests = globSync('services/*/package.json', { cwd: copy }).toSorted();
  const installed = ['package-lock.json', 'package.json', ...manifests, 'web/package.json'];
  const stamp = join(copy, 'node_modules/.installed-from.json');
  writeFileSync(stamp, installed.map((file) => readFileSync(join(copy, file), 'utf8')).join(''));
  const registry = await startRegistry('kafkajs', ['2.2.4', '2.2.5']);
  const env = { ...process.env, npm_config_registry: registry };
  const install = () => run('sh', ['services/local/install-modules.sh'], { cwd: copy, env });

  expect((await install()).stdout).toBe('');
  changeKit(copy, '"kafkajs": "2.2.4"', '"kafkajs": "2.2.5"');
  await expect(install()).rejects.toThrow(/in sync[\s\S]*kafkajs@2\.2\.5/);
  expect(existsSync(node)).toBe(true);
});
