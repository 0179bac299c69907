import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildWeb } from './web-build.ts';

/** A workspace whose web app is built by this script; returns its folder. */
const workspace = async (build?: string): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'cupcakery-web-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, 'web/src'), { recursive: true });
  await writeFile(join(root, 'package.json'), JSON.stringify({ name: 'root', workspaces: ['web'] }));
  const scripts = build === undefined ? {} : { build };
  await writeFile(join(root, 'web/package.json'), JSON.stringify({ name: 'web', version: '1.0.0', scripts }));
  await writeFile(join(root, 'web/src/main.ts'), '');
  return root;
};

const { signal } = new AbortController();

test('the web app is built when it is missing or older than its sources, and only then', async () => {
  const root = await workspace('mkdir -p dist && echo built >> dist/index.html');
  const printed: string[] = [];
  const build = () => buildWeb(root, (line) => printed.push(line), signal);
  const builds = async () =>
    (await readFile(join(root, 'web/dist/index.html'), 'utf8')).split('built').length - 1;

  await build();
  await build();
  expect(await builds()).toBe(1);
  const later = new Date(Date.now() + 5000);
  await utimes(join(root, 'web/src/main.ts'), later, later);
  await build();
  expect(await builds()).toBe(2);
  expect(printed[0]).toBe('web: building');
});

test('a build that fails shows the end of its output', async () => {
  const root = await workspace('echo no such colour; exit 1');
  await expect(buildWeb(root, () => {}, signal)).rejects.toThrow(/npm run build -w web[\s\S]*no such colour/);
});

test('without a build script there is nothing to do', async () => {
  const printed: string[] = [];
  await buildWeb(await workspace(), (line) => printed.push(line), signal);
  expect(printed).toEqual(['web: there is nothing to build yet']);
});
