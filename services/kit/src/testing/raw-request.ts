import { connect } from 'node:net';

const withinMs = 10_000;
const clientId = 'test';

/**
 * One request to a plaintext broker on 127.0.0.1:`port`, for what kafkajs cannot send
 * (https://kafka.apache.org/protocol).
 * @param request.apiVersion 0 by default
 * @param request.flexible whether the header ends with tags, as of later protocols
 * @returns the response after its correlation id
 */
export function rawRequest(
  port: number,
  request: { apiKey: number; apiVersion?: number; flexible: boolean; body: Buffer },
): Promise<Buffer> {
  const header = Buffer.alloc(10);
  header.writeInt16BE(request.apiKey, 0);
  header.writeInt16BE(request.apiVersion ?? 0, 2);
  header.writeInt32BE(1, 4);
  header.writeInt16BE(clientId.length, 8);
  const tags = Buffer.alloc(request.flexible ? 1 : 0);
  const message = Buffer.concat([header, Buffer.from(clientId), tags, request.body]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(message.length);
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let received = Buffer.alloc(0);
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(withinMs, () => fail(new Error(`no response from port ${port}`)));
    socket.on('error', fail);
    socket.on('end', () => fail(new Error(`port ${port} closed the connection`)));
    socket.on('connect', () => socket.write(Buffer.concat([size, message])));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      socket.destroy();
      resolve(received.subarray(8));
    });
  });
}
