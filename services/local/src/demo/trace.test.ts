import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { traceOf } from './trace.ts';

async function gateway(status: number, body: unknown): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
const order = { workflow: 'cupcakes', order: 'a-1' };

it('gives the lines that the gateway answers with', async () => {
  const url = await gateway(200, { data: { order: { history: { waterfall: 'Order a-1' } } } });
  expect(await traceOf({ url }, order)).toBe('Order a-1');
});

it.each([
  ['an unknown order', 200, { data: { order: null } }, order, /no order a-1 of cupcakes/],
  ['a refusal', 401, { title: 'Who are you?' }, order, /answered 401.*Who are you/],
  ['no order', 200, {}, { workflow: 'cupcakes', order: '' }, /Which order\? For example make trace ORDER=/],
])('says what is wrong with %s', async (_what, status, body, asked, message) => {
  await expect(traceOf({ url: await gateway(status, body) }, asked)).rejects.toThrow(message);
});

it('asks whether the system runs where nothing answers', async () => {
  await expect(traceOf({ url: 'http://127.0.0.1:1' }, order)).rejects.toThrow(/make status/);
});
