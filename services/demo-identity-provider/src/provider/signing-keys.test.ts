import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@cupcakery/kit/log';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { loadSigningKeys } from './signing-keys.ts';

const log = createLogger({ service: 'x', level: 'silent' });
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cupcakery-keys-'));
  const made = dir;
  onTestFinished(() => rm(made, { recursive: true }));
});

test('keys are the same after a restart, and only their owner may read them', async () => {
  const file = join(dir, 'sub', 'keys.json');
  const keys = await loadSigningKeys(file, log);
  expect(await loadSigningKeys(file, log)).toEqual(keys);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('without a file they are new each time', async () => {
  const [first, second] = [await loadSigningKeys(undefined, log), await loadSigningKeys(undefined, log)];
  expect(first.keys[0]?.kid).not.toBe(second.keys[0]?.kid);
});

test('a file that holds something else is refused, without quoting it', async () => {
  const file = join(dir, 'keys.json');
  for (const text of ['secret', '{"keys":[]}', '{"keys":[{"kty":"RSA","d":"secret"}]}']) {
    await writeFile(file, text);
    const error = await loadSigningKeys(file, log).catch((reason: unknown) => reason);
    expect(String(error)).toContain('holds no keys of this provider');
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(await readFile(file, 'utf8')).toBe(text);
  }
});
