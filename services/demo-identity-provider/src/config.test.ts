import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@cupcakery/kit/config';
import { expect, onTestFinished, test } from 'vitest';
import { configSchema, withSecretFiles } from './config.ts';

test('a secret comes from its variable or from a file, and a short one is refused without quoting it', () => {
  const dir = mkdtempSync(join(tmpdir(), 'cupcakery-secrets-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'shop');
  writeFileSync(file, 'a secret of the shop\n');
  const env = { SERVICES_CLIENT_SECRET: 'a secret of services', SHOP_CLIENT_SECRET_FILE: file };
  expect(withSecretFiles(loadConfig(configSchema, env))).toMatchObject({
    SERVICES_CLIENT_SECRET: 'a secret of services',
    SHOP_CLIENT_SECRET: 'a secret of the shop',
  });
  writeFileSync(file, 'short');
  expect(() => withSecretFiles(loadConfig(configSchema, env))).toThrow(/must hold at least 16 characters$/);
  const missing = { SHOP_CLIENT_SECRET_FILE: join(dir, 'none') };
  expect(() => withSecretFiles(loadConfig(configSchema, missing))).toThrow('cannot be read');
  expect(() => loadConfig(configSchema, { SHOP_CLIENT_SECRET: 'short' })).toThrow('(value hidden)');
});
