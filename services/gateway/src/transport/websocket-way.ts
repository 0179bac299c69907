import type { WebSocket } from 'ws';
import type { OpenWay } from '../feed/frame.ts';

/** A socket with so much unsent gets no further frame until the system has taken it. */
const highWaterBytes = 128 << 10;
/** Larger payloads are not copied behind each subscription's prefix: they go as a fragment of their own. */
const copyBelowBytes = 16 << 10;
const text = { binary: false };
const unfinished = { binary: false, fin: false };
const end = Buffer.from('}');

/** Frames as `next` messages of one subscription: only its id is put before what all share. */
export function webSocketWay(socket: WebSocket, subscriptionId: string): OpenWay {
  const begin = Buffer.from(`{"id":${JSON.stringify(subscriptionId)},"type":"next","payload":`);
  return (onReady) =>
    ({ json }) => {
      if (socket.readyState !== socket.OPEN) return false;
      const isFull = socket.bufferedAmount + json.length >= highWaterBytes;
      const onSent = isFull ? (error?: Error) => (error ? undefined : onReady()) : undefined;
      if (json.length < copyBelowBytes) {
        socket.send(Buffer.concat([begin, json, end], begin.length + json.length + 1), text, onSent);
      } else {
        socket.send(begin, unfinished);
        socket.send(json, unfinished);
        socket.send(end, text, onSent);
      }
      return !isFull;
    };
}
