import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { shippedImages } from './images.ts';
import { licenceProblems } from './licences.ts';
import { productionPackages } from './testing/production-packages.ts';
import { ownLockfile, root } from './testing/project-files.ts';

/** Packages that an app's licences.txt names, each with the text that follows. */
const bundledOf = (licences: string) =>
  licences
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [, name = '', version = '', license] = /^(\S+) - (\S+) \((.+)\)\n/.exec(section) ?? [];
      return { name, version, license, text: section.split('\n').slice(1).join('\n').trim() };
    });

test('what is bundled into the web app counts as shipped, and its licences go with it', {
  timeout: 120_000,
}, async () => {
  const dist = await mkdtemp(join(tmpdir(), 'cupcakery-dist-'));
  onTestFinished(() => rm(dist, { recursive: true, force: true }));
  const vite = [
    join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    '--outDir',
    dist,
    '--logLevel',
    'error',
  ];
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, vite, { cwd: join(root, 'web'), env });

  const bundled = bundledOf(await readFile(join(dist, 'licences.txt'), 'utf8'));
  expect(bundled.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['preact', 'i18next', 'workbox-core']),
  );
  expect(licenceProblems(bundled)).toEqual([]);
  // The one licence that asks for no text.
  expect(bundled.filter(({ text, license }) => text === '' && license !== 'Unlicense')).toEqual([]);

  const web = shippedImages.find(({ name }) => name === 'web');
  const shipped = productionPackages(ownLockfile(), web?.workspaces ?? []);
  expect(bundled.filter(({ name, version }) => !shipped.has(`${name}@${version}`))).toEqual([]);
  // Devices keep what pages need, and no page needs this.
  const worker = await readFile(join(dist, 'sw.js'), 'utf8');
  expect(worker).toContain('"url":"/index.html"');
  expect(worker).not.toContain('"url":"/licences.txt"');
});
