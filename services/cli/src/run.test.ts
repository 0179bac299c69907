import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { createCli } from './testing/run-in-process.ts';

const commands = [
  ...['place', 'get', 'list', 'cancel', 'mark', 'history', 'trace', 'watch'].map((name) => ['order', name]),
  ...['list', 'claim', 'start', 'release', 'done', 'fail', 'recall', 'pause', 'resume'].map((name) => [
    'kitchen',
    name,
  ]),
  ...['list', 'retry', 'rework', 'scrap', 'discard'].map((name) => ['incident', name]),
  ...['list', 'set', 'use', 'remove'].map((name) => ['profile', name]),
  ...['list', 'get', 'referring', 'create', 'update', 'delete'].map((name) => ['shop', 'products', name]),
  ['shop', 'suppliers', 'list'],
  ...['lag', 'replay', 'login', 'logout', 'whoami', 'doctor', 'shell', 'completion'].map((name) => [name]),
];

describe.each(commands)('cupcakery %s %s %s', (...command) => {
  const words = command.filter((word) => word !== undefined);

  it('explains itself, with the flags that all have', async () => {
    const { run } = await createCli();
    const { code, out } = await run(...words, '--help');
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^Usage: cupcakery .*[\s\S]*--json/),
    });
  });

  it('refuses a flag that it does not have', async () => {
    const { run } = await createCli();
    // A required flag is missed first.
    const expected = { code: 2, out: '', err: expect.stringMatching(/^cupcakery: .*--/) };
    expect(await run(...words, '--nonsense')).toEqual(expected);
  });
});

test.each([
  [['order', 'list'], 'order list'],
  [['order', 'get', 'x'], 'order get'],
  [['order', 'place', 'flavour=x'], 'order place'],
  [['order', 'watch'], 'order watch'],
  [['kitchen', 'list', 'mix'], 'kitchen list'],
  [['lag'], 'lag'],
  [['whoami'], 'whoami'],
  [['login'], 'login'],
])('%s ends with 3 when nothing answers, as JSON where that is wanted', async (args) => {
  const { run } = await createCli({ CUPCAKERY_URL: 'http://127.0.0.1:9' });
  expect(await run(...args)).toMatchObject({ code: 3, out: '', err: expect.stringContaining('127.0.0.1:9') });
  const { err } = await run(...args, '--json');
  expect(JSON.parse(err.trim().split('\n').at(-1) ?? '')).toMatchObject({
    error: { failure: 'unreachable' },
  });
});

test.each([
  [[], 'Usage: cupcakery'],
  [['oder'], 'Did you mean order?'],
  [['order', 'get'], 'missing required argument'],
  [['order', 'list', '--first', 'many'], '--first: must be a number'],
  [['order', 'list', '--first', '0'], '--first: must be at least 1'],
  [['order', 'cancel', 'a', 'b', '--key', 'k'], '--key is for one order'],
  [['order', 'mark', 'a'], 'give --rush'],
  [['kitchen', 'fail', 'mix', 'a'], '--reason'],
  [['shop', 'list', '--nonsense'], 'nonsense'],
  [['shop', 'products', 'delete', 'a', 'b', '--key', 'k'], '--key is for one item'],
  [['replay'], 'give --verify or --at'],
  [['replay', '--verify', '--at', '2026-03-02'], 'give --verify or --at'],
  [['replay', '--at', 'noon'], '--at: must be a time such as'],
  [['replay', '--verify'], 'KAFKA_BROKERS is not set'],
  [['--url', 'shop', 'lag'], 'shop is no address'],
  [['--profile', 'nope', 'lag'], 'there is no profile nope'],
  [['profile', 'use', 'nope'], 'there is no profile nope'],
])('%s ends with 2: %s', async (args, message) => {
  const { run } = await createCli({ CUPCAKERY_URL: 'http://127.0.0.1:9' });
  expect(await run(...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});

test('profiles are made, used, listed and removed', async () => {
  const { run } = await createCli();
  await run('profile', 'set', 'shop', '--url', 'https://shop.example/', '--workflow', 'tea');
  await run('profile', 'use', 'shop');
  expect(JSON.parse((await run('profile', 'list', '--json')).out)).toEqual([
    { name: 'shop', current: true, url: 'https://shop.example', workflow: 'tea', signedIn: false },
  ]);
  expect((await run('profile', 'list')).out).toMatch(/^\s+NAME\s+URL\s+WORKFLOW\s+SIGNED IN\n\*\s+shop\s/);
  await run('profile', 'remove', 'shop');
  expect((await run('profile', 'list')).err).toContain('no profiles');
});

test('a token of one installation is not shown to another', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.setHeader('content-type', 'application/json').end('{"orders":[]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { run, profiles } = await createCli();
  const tokens = { accessToken: 'secret', expiresAt: Date.now() + 600_000 };
  await profiles.change('default', () => ({ url, tokens }));
  await run('order', 'list');
  await profiles.change('default', () => ({ url: 'https://other.example', tokens }));
  await run('order', 'list', '--url', url);
  expect(seen).toEqual(['Bearer secret', undefined]);
});

test('what is not JSON comes from another program', async () => {
  const server = createServer((_request, response) => response.end('<html>hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { run } = await createCli();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await run('order', 'list', '--url', url)).toMatchObject({
    code: 3,
    err: expect.stringContaining('is it Cupcakery?'),
  });
});
