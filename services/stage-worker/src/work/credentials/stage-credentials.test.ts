import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { afterAll, describe, expect, it } from 'vitest';
import { secretFiles } from './secret-files.ts';
import { createStageCredentials } from './stage-credentials.ts';

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'oven-key'), 'Bearer k3y-of-the-oven\n');
writeFileSync(join(folder, 'empty'), ' \n');
writeFileSync(join(folder, 'lines'), 'line-a\nline-b');
writeFileSync(join(folder, 'signing'), 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
writeFileSync(join(folder, 'client'), 'pa:ss word');

const authOf = (auth: string) =>
  parseWorkflow(
    `{ name: w, title: W, promise: 1m, details: { type: object }, results: { topic: r },
       stages: [{ name: bake, done: baked, verb: bake, topic: t, role: baker, mode: http, url: "http://oven", auth: ${auth} }] }`,
    'w.yaml',
  ).stages[0]?.auth;
const create = (auth: string) => createStageCredentials('bake', authOf(auth), secretFiles(folder));
const message = { id: 'a-b/bake/1', at: 0, body: Buffer.from('{}') };
const { signal } = new AbortController();

describe('credentials of a stage', () => {
  it('are headers from files, and a signature', async () => {
    const credentials = create('{ headers: { X-Api-Key: oven-key }, signature: signing }');
    expect(await credentials.headers(message, signal)).toEqual({
      'x-api-key': 'Bearer k3y-of-the-oven',
      'webhook-id': 'a-b/bake/1',
      'webhook-timestamp': '0',
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
    });
    expect(credentials.renew({})).toBe(false);
  });

  it('are none without `auth`, and need no folder', async () => {
    const credentials = createStageCredentials('bake', undefined, secretFiles(undefined));
    expect(await credentials.headers(message, signal)).toEqual({});
    expect(credentials.redact('as it is')).toBe('as it is');
  });

  it.each([
    ['{ headers: { X-Api-Key: missing } }', /stage bake: the secret missing is missing: .*ENOENT/],
    ['{ headers: { X-Api-Key: empty } }', /stage bake: the secret empty is empty: /],
    ['{ headers: { X-Api-Key: lines } }', /the secret lines has characters that no header has/],
    ['{ signature: client }', /the secret client must be whsec_ and 24 to 64 bytes/],
    [
      '{ client: { issuer: "https://id.example", id: oven, secret: missing } }',
      /the secret missing is missing/,
    ],
  ])('are refused at start, without their value: %s', (auth, why) => {
    expect(() => create(auth)).toThrow(why);
    expect(() => create(auth)).not.toThrow(/pa:ss|line-/);
  });

  it('need a folder where secrets are named', () => {
    const withoutFolder = () =>
      createStageCredentials('bake', authOf('{ signature: signing }'), secretFiles(undefined));
    expect(withoutFolder).toThrow('stage bake: the secret signing is missing: set SECRETS_DIR');
  });

  it.each([
    ['the value of a header', 'got Bearer k3y-of-the-oven'],
    ['the same without its scheme', 'got k3y-of-the-oven!'],
    ['a client secret', 'got pa:ss word'],
    ['the same in an address', 'got ?p=pa%3Ass%20word'],
    ['the same in basic authentication', `got Basic ${btoa('oven:pa:ss word')}`],
    ['the same as it is sent', `got Basic ${btoa('oven:pa%3Ass+word')}`],
    ['a signing key', 'got MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  ])('are taken out of what others say: %s', (_what, text) => {
    const credentials = create(
      '{ headers: { X-Api-Key: oven-key }, signature: signing, client: { issuer: "https://id.example", id: oven, secret: client } }',
    );
    expect(credentials.redact(text)).toMatch(/^got .*\[secret\]!?$/);
    expect(credentials.redact(text)).not.toMatch(/k3y|pa:ss|pa%3A|MfKQ|b3ZlbjpwY/);
  });
});
