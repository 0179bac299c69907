import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  boolVar,
  ConfigError,
  commonVars,
  kafkaVars,
  listVar,
  loadConfig,
  originVars,
  portVar,
  urlVar,
} from './config.ts';

function failure(schema: z.ZodObject, env: Record<string, string>): string {
  try {
    loadConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

describe('loadConfig', () => {
  it('gives defaults and typed values', () => {
    const config = loadConfig(z.object({ ...commonVars, ...kafkaVars, PORT: portVar.default(8080) }), {
      KAFKA_BROKERS: 'a:9092, b:9092,',
      KAFKA_SSL: 'Yes',
      ADMIN_PORT: '0',
      UNRELATED: 'x',
    });
    expect(config).toMatchObject({ PORT: 8080, ADMIN_PORT: 0, HOST: '127.0.0.1', KAFKA_SSL: true });
    expect(config.KAFKA_BROKERS).toEqual(['a:9092', 'b:9092']);
    expect(config).not.toHaveProperty('UNRELATED');
  });

  it('takes an empty value for unset', () => {
    expect(loadConfig(z.object({ PORT: portVar.default(8080) }), { PORT: ' ' }).PORT).toBe(8080);
  });

  it('names every variable at fault, its value and an example', () => {
    const schema = z.object({ ...kafkaVars, PORT: portVar.meta({ example: '8080' }).default(1) });
    const message = failure(schema, { PORT: '70000', KAFKA_SSL: 'perhaps' });
    expect(message).toContain('PORT="70000": must be a port, 0 to 65535; for example PORT=8080');
    expect(message).toContain('KAFKA_SSL="perhaps": must be true or false');
    expect(message).toContain('KAFKA_BROKERS is not set; for example KAFKA_BROKERS=localhost:9092');
  });

  it('names the origin that is none, and writes an example', () => {
    const message = failure(z.object(originVars), { ALLOWED_ORIGINS: 'https://a.example, *.b.example' });
    expect(message).toContain('"*.b.example" has a wildcard');
    expect(message).toContain('for example ALLOWED_ORIGINS=https://kitchen.example');
    expect(
      loadConfig(z.object(originVars), { ALLOWED_ORIGINS: 'https://a.example,http://b.example:81' }),
    ).toEqual({
      ALLOWED_ORIGINS: ['https://a.example', 'http://b.example:81'],
    });
    expect(loadConfig(z.object(originVars), {}).ALLOWED_ORIGINS).toEqual([]);
  });

  it('never shows a secret, nor credentials inside a URL', () => {
    const secret = z.string().refine(() => false, { error: (issue) => `bad ${String(issue.input)}` });
    const schema = z.object({ KEY: secret.meta({ secret: true }).optional(), URL: z.string().max(3) });
    const message = failure(schema, { KEY: 'hunter2', URL: 'amqp://me:hunter3@host' });
    expect(message).not.toMatch(/hunter/);
    expect(message).toContain('KEY (value hidden)');
  });

  it.each([
    [urlVar, 'ftp://x'],
    [urlVar, 'nonsense'],
    [listVar, ' , '],
    [boolVar, 'maybe'],
    [portVar, '-1'],
    [portVar, '1e3'],
  ])('refuses %#: %s', (schema, text) => {
    expect(failure(z.object({ X: schema }), { X: text })).toContain('X=');
  });

  it('reports a rule over several variables', () => {
    const schema = z.object({ A: z.string().optional() }).refine(() => false, 'A or B is needed');
    expect(failure(schema, {})).toContain('A or B is needed');
  });
});
