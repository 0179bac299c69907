import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@cupcakery/kit/config';
import { createLogger } from '@cupcakery/kit/log';
import { createLifecycle } from '@cupcakery/kit/process/lifecycle';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configSchema } from './config.ts';
import { start } from './start.ts';

const log = createLogger({ service: 'web-server', level: 'silent' });
let dir: string;
let lifecycle: ReturnType<typeof createLifecycle>;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cupcakery-web-'));
  lifecycle = createLifecycle({ log, timeoutMs: 20_000, delayMs: 0 });
});

afterEach(async () => {
  await lifecycle.shutdown();
  await rm(dir, { recursive: true, force: true });
});

const configOf = () => loadConfig(configSchema, { PORT: '0', WEB_DIR: dir });

test('every page of the app is its one file, which may open WebSockets to the same host over TLS', async () => {
  await writeFile(join(dir, 'index.html'), '<p>the app</p>');
  const { port } = await start(configOf(), { log, lifecycle });
  const page = await fetch(`http://127.0.0.1:${port}/kitchen/bake`);
  expect(await page.text()).toBe('<p>the app</p>');
  expect(page.headers.get('content-security-policy')).toContain(`wss://127.0.0.1:${port}`);
  await expect(lifecycle.shutdown()).resolves.toBe('clean');
});

test('without a built app it does not start and says why', async () => {
  await expect(start(configOf(), { log, lifecycle })).rejects.toThrow('build the web app first');
});
