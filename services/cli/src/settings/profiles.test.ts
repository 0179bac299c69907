import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { Profiles } from './profiles.ts';

let profiles: Profiles;
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cupcakery-profiles-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  profiles = new Profiles(join(folder, 'cupcakery'));
});

test('without a file there are none', async () => {
  expect(await profiles.read()).toEqual({ current: 'default', profiles: {} });
});

test('what was written is read, by its owner only, and nothing is left beside it', async () => {
  const tokens = { accessToken: 'a', expiresAt: 1, refreshToken: 'r' };
  await profiles.change('shop', (before) => ({ ...before, url: 'https://shop.example' }));
  await profiles.change('shop', (before) => ({ ...before, tokens }));
  expect((await profiles.read()).profiles).toEqual({ shop: { url: 'https://shop.example', tokens } });
  expect((await stat(profiles.path)).mode & 0o777).toBe(0o600);
  expect(await readdir(dirname(profiles.path))).toEqual(['profiles.json']);
});

test.each(['{', '[]', '{"current": 1, "profiles": {}}'])(
  'a damaged file is named with its remedy: %s',
  async (text) => {
    await profiles.change('shop', (before) => before);
    await writeFile(profiles.path, text);
    await expect(profiles.read()).rejects.toThrow(`${profiles.path} is damaged`);
  },
);
