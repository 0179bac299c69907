import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { z } from 'zod';

/** Posts orders over kept-alive connections for a while; prints one JSON line with how many were answered 201. */
const env = z
  .object({
    URL: z.url(),
    CONNECTIONS: z.coerce.number(),
    SECONDS: z.coerce.number(),
    WARM_UP_SECONDS: z.coerce.number(),
  })
  .parse(process.env);
const agent = new Agent({ keepAlive: true, maxSockets: env.CONNECTIONS });
const payload = JSON.stringify({ Order: { Flavour: 'Vanilla', Size: 'M', Quantity: 6 } });
const warm = performance.now() + env.WARM_UP_SECONDS * 1000;
const end = warm + env.SECONDS * 1000;
let created = 0;
let others = 0;
const latencies: number[] = [];

function post(): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(
      env.URL,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(payload),
          'idempotency-key': randomUUID(),
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    call.on('error', reject);
    call.end(payload);
  });
}

async function loop(): Promise<void> {
  while (performance.now() < end) {
    const began = performance.now();
    const status = await post();
    if (began < warm) continue;
    if (status === 201) created += 1;
    else others += 1;
    latencies.push(performance.now() - began);
  }
}

await Promise.all(Array.from({ length: env.CONNECTIONS }, loop));
latencies.sort((a, b) => a - b);
const p99 = latencies[Math.floor(latencies.length * 0.99)] ?? 0;
process.stdout.write(`${JSON.stringify({ perSecond: created / env.SECONDS, others, p99 })}\n`);
agent.destroy();
