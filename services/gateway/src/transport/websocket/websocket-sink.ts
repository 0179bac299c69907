import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { OpenSink } from '../../fanout/frame.ts';

/** A socket with so much unsent data gets no further frame until the operating system has accepted that. */
const highWaterBytes = 128 << 10;
/** Larger payloads are not copied after each subscription's prefix: they are sent as a separate fragment. */
const copyBelowBytes = 16 << 10;
const text = { binary: false };
const unfinished = { binary: false, fin: false };
const closingBrace = 0x7d;
const end = Buffer.from('}');

/** Text of a subscription's messages before the payload. No buffer: a small one keeps the whole slab that it is cut from. */
const beginOf = (id: string) => `{"id":${JSON.stringify(id)},"type":"next","payload":`;

/**
 * Sends frames as `next` messages of one subscription: only its id is put before the bytes that all share.
 * @param stream what the socket writes to
 */
export function websocketSink(
  socket: WebSocket,
  stream: Pick<Duplex, 'cork' | 'uncork'>,
  subscriptionId: string,
): OpenSink {
  const begin = beginOf(subscriptionId);
  const beginBytes = Buffer.byteLength(begin);

  function send(json: Buffer, onSent: ((error?: Error) => void) | undefined): void {
    if (json.length < copyBelowBytes) {
      const message = Buffer.allocUnsafe(beginBytes + json.length + 1);
      message.write(begin);
      json.copy(message, beginBytes);
      message[message.length - 1] = closingBrace;
      socket.send(message, text, onSent);
    } else {
      socket.send(begin, unfinished);
      socket.send(json, unfinished);
      socket.send(end, text, onSent);
    }
  }

  return (onReady) => (frames) => {
    if (socket.readyState !== socket.OPEN) return false;
    const bytes = frames.reduce((sum, { json }) => sum + json.length, socket.bufferedAmount);
    const isFull = bytes >= highWaterBytes;
    const onSent = isFull ? (error?: Error) => (error ? undefined : onReady()) : undefined;
    // One system call for all of them.
    stream.cork();
    const last = frames.length - 1;
    for (const [i, { json }] of frames.entries()) send(json, i === last ? onSent : undefined);
    stream.uncork();
    return !isFull;
  };
}
