import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, kafkaVars } from '../../config.ts';
import { kafkaSettings } from './kafka-settings.ts';

const dir = mkdtempSync(join(tmpdir(), 'cupcakery-settings-'));
const full = join(dir, 'full');
const empty = join(dir, 'empty');

beforeAll(() => {
  writeFileSync(full, 'secret\n');
  writeFileSync(empty, '\n');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const settings = (env: Record<string, string>) =>
  kafkaSettings(z.object(kafkaVars).parse({ KAFKA_BROKERS: 'localhost:9092', ...env }), 'test');
const scram = { KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_USERNAME: 'ann' };

it('reads a password from its file, without the line break', () => {
  expect(settings({ ...scram, KAFKA_PASSWORD_FILE: full }).sasl).toMatchObject({ password: 'secret' });
});

it.each([
  ['no password', scram, 'KAFKA_PASSWORD or KAFKA_PASSWORD_FILE'],
  ['an empty password', { ...scram, KAFKA_PASSWORD: '' }, 'KAFKA_PASSWORD or KAFKA_PASSWORD_FILE'],
  ['an empty password file', { ...scram, KAFKA_PASSWORD_FILE: empty }, 'the file is empty'],
  ['a password file that is not there', { ...scram, KAFKA_PASSWORD_FILE: join(dir, 'none') }, 'ENOENT'],
  ['an empty authority', { KAFKA_CA_FILE: empty }, 'the file is empty'],
  ['a certificate without its key', { KAFKA_CERT_FILE: full }, 'go together'],
])('refuses %s in one sentence', (_, env, sentence) => {
  expect(() => settings(env)).toThrow(ConfigError);
  expect(() => settings(env)).toThrow(sentence);
});
