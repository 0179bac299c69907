import { WebSocketServer } from 'ws';
import { z } from 'zod';
import { orderResult } from '../records/documents.ts';
import { readOrders } from './read-orders.ts';

/**
 * The floor of what fan-out can cost: a `ws` server that builds each message once and sends it to every socket
 * behind the subscription's id. It knows one subscription, no rights, no bounds, no resume.
 */
const env = z
  .object({ KAFKA_BROKERS: z.string(), PORT: z.coerce.number(), TOPIC: z.string() })
  .parse(process.env);
const message = z.object({ type: z.string(), id: z.string().optional() });
const prefixes = new Map<import('ws').WebSocket, string>();
const server = new WebSocketServer({ port: env.PORT, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const { type, id } = message.parse(JSON.parse(String(data)));
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (type === 'ping') socket.send('{"type":"pong"}');
    if (type === 'subscribe') prefixes.set(socket, `{"id":"${id}","type":"next","payload":`);
  });
  socket.on('close', () => prefixes.delete(socket));
});
await readOrders(
  { brokers: env.KAFKA_BROKERS, topic: env.TOPIC, group: `plain-${env.PORT}`, fromBeginning: false },
  (order) => {
    const payload = `${orderResult(order)}}`;
    for (const [socket, prefix] of prefixes) socket.send(prefix + payload);
  },
);
process.stdout.write('{"ready":true}\n');
process.on('SIGTERM', () => process.exit(0));
