import { connect } from 'node:net';

const METADATA = 3;
const VERSION = 1;

/** Metadata request v1 for no topic (https://kafka.apache.org/protocol): size, api key, version, correlation id, client id. */
function metadataRequest(): Buffer {
  const client = Buffer.from('probe');
  const request = Buffer.alloc(4 + 10 + client.length + 4);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(METADATA, 4);
  request.writeInt16BE(VERSION, 6);
  request.writeInt32BE(1, 8);
  request.writeInt16BE(client.length, 12);
  client.copy(request, 14);
  request.writeInt32BE(0, 14 + client.length);
  return request;
}

/**
 * Whether a plaintext broker on 127.0.0.1:`port` answers and counts at least one live broker.
 * An open port is not enough: KRaft lists a broker only once it is unfenced, and clients fail before that.
 */
export function isBrokerReady(port: number, timeoutMs = 1000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let received = Buffer.alloc(0);
    const end = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
    socket.on('connect', () => socket.write(metadataRequest()));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      // size, correlation id, then the length of the array of brokers
      if (received.length >= 12) end(received.readInt32BE(8) > 0);
    });
  });
}
