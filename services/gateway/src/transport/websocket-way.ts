import type { WebSocket } from 'ws';
import type { OpenWay } from '../feed/frame.ts';

/** A socket with so much unsent gets no further frame until the system has taken it. */
const highWaterBytes = 128 << 10;
/** Larger payloads are not copied behind each subscription's prefix: they go as a fragment of their own. */
const copyBelowBytes = 16 << 10;
const text = { binary: false };
const unfinished = { binary: false, fin: false };
const closingBrace = 0x7d;
const end = Buffer.from('}');

/** Text of a subscription's messages before the payload. Not a buffer: a small one keeps the slab that it is cut from. */
const beginOf = (id: string) => `{"id":${JSON.stringify(id)},"type":"next","payload":`;

/** Frames as `next` messages of one subscription: only its id is put before what all share. */
export function webSocketWay(socket: WebSocket, subscriptionId: string): OpenWay {
  const begin = beginOf(subscriptionId);
  const beginBytes = Buffer.byteLength(begin);
  return (onReady) =>
    ({ json }) => {
      if (socket.readyState !== socket.OPEN) return false;
      const isFull = socket.bufferedAmount + json.length >= highWaterBytes;
      const onSent = isFull ? (error?: Error) => (error ? undefined : onReady()) : undefined;
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
      return !isFull;
    };
}
