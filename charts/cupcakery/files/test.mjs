// What `helm test` runs: every part answers and, with a token, an order goes through to its first stage.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { env } from 'node:process';

const { ORDER_API_URL, GATEWAY_URL, WEB_URL, TOKEN_FILE } = env;
const timeoutMs = 10_000;

async function ask(url, options = {}) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), ...options });
  const text = await answer.text();
  if (!answer.ok)
    throw new Error(`${options.method ?? 'GET'} ${url}: ${answer.status} ${text.slice(0, 300)}`);
  console.log(`${answer.status} ${url}`);
  return text;
}

await ask(`${ORDER_API_URL}/openapi.json`);
await ask(`${GATEWAY_URL}/schema.graphql`);
if (WEB_URL) await ask(WEB_URL);

if (TOKEN_FILE) {
  const authorization = `Bearer ${readFileSync(TOKEN_FILE, 'utf8').trim()}`;
  const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const body = JSON.stringify({ Order: { Flavour: 'Vanilla', Size: 'S', Quantity: 1 } });
  const placed = JSON.parse(await ask(`${ORDER_API_URL}/api/v1/order`, { method: 'POST', headers, body }));
  console.log(`placed ${placed.correlationId}: ${placed.acknowledgment}`);
} else {
  console.log('no token (tests.tokenSecret): no order was placed');
}
