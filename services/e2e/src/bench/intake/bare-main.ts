import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { Kafka, type Message } from 'kafkajs';
import { z } from 'zod';

/**
 * The plain baseline of the intake: node:http and kafkajs, requests that arrive during a send share the next one.
 * It answers when the command is written; unlike order-api it waits for no decision and checks next to nothing.
 */
const env = z
  .object({ KAFKA_BROKERS: z.string(), PORT: z.coerce.number(), TOPIC: z.string() })
  .parse(process.env);
const body = z.object({ Order: z.object({ Flavour: z.string(), Size: z.string(), Quantity: z.number() }) });
const kafka = new Kafka({ brokers: [env.KAFKA_BROKERS], clientId: 'bare', logLevel: 1 });
const producer = kafka.producer({ allowAutoTopicCreation: false });
await producer.connect();

let queue: { message: Message; done: () => void }[] = [];
let sending = false;

async function flush(): Promise<void> {
  sending = true;
  while (queue.length > 0) {
    const now = queue;
    queue = [];
    await producer.send({ topic: env.TOPIC, messages: now.map((w) => w.message) });
    for (const w of now) w.done();
  }
  sending = false;
}

function send(message: Message): Promise<void> {
  return new Promise((done) => {
    queue.push({ message, done });
    if (!sending) void flush();
  });
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    try {
      const { Order } = body.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      const id = `${randomBytes(10).toString('hex')}-${randomBytes(4).toString('hex')}`;
      const command = {
        type: 'place',
        id: `p${id}`,
        orderId: id,
        by: { kind: 'customer', name: 'bare' },
        details: Order,
      };
      await send({ key: id, value: JSON.stringify(command) });
      response.writeHead(201, { 'content-type': 'application/json', location: `/api/v1/order/${id}` });
      response.end(
        JSON.stringify({
          correlationId: id,
          acknowledgment: 'Thank you',
          createdOn: new Date(),
          order: Order,
        }),
      );
    } catch {
      response.writeHead(400).end();
    }
  });
});
server.listen(env.PORT, '127.0.0.1', () => process.stdout.write('ready\n'));
process.on('SIGTERM', () => process.exit(0));
