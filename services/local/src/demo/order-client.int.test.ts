import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { placeOrder } from './order-client.ts';

const serve = async (answers: { status: number; location?: string }[]) => {
  const keys: (string | undefined)[] = [];
  const tokens: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    keys.push(String(request.headers['idempotency-key']));
    tokens.push(request.headers.authorization);
    const answer = answers.shift();
    // No answer at all: the connection breaks, as when the service is killed at that moment.
    if (answer === undefined) return void request.socket.destroy();
    response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
    response.end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys, tokens };
};

const order = { Flavour: 'Lemon', Size: 'M', Quantity: 2 };
const signal = new AbortController().signal;

test('an order that meets a service in restart is placed with the same key', async () => {
  const { url, keys } = await serve([
    { status: 503 },
    { status: 502 },
    { status: 201, location: '/api/v1/order/7-x' },
  ]);
  expect(await placeOrder({ url }, order, 'k1', signal)).toBe('7-x');
  expect(keys).toEqual(['k1', 'k1', 'k1']);
});

test('an order that is refused for good is not tried again', async () => {
  const { url, keys } = await serve([{ status: 400 }]);
  await expect(placeOrder({ url }, order, 'k2', signal)).rejects.toThrow('status 400');
  expect(keys).toHaveLength(1);
});

test('a token goes along where requests need one, and a provider in restart is waited for', async () => {
  const { url, tokens } = await serve([{ status: 201, location: '/api/v1/order/8-x' }]);
  const failures = [new Error('ECONNREFUSED')];
  const token = async () => {
    const failure = failures.pop();
    if (failure) throw failure;
    return 't1';
  };
  expect(await placeOrder({ url, token }, order, 'k3', signal)).toBe('8-x');
  expect(tokens).toEqual(['Bearer t1']);
});
