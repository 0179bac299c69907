import { once } from 'node:events';
import { connect } from 'node:net';
import { ByteReader } from '../byte-reader.ts';
import { ByteWriter } from '../byte-writer.ts';

/** WriteTxnMarkers, version 1: what a coordinator sends to the leaders of a transaction's partitions. */
const apiKey = 27;
const apiVersion = 1;

export type TxnMarker = {
  producerId: string;
  producerEpoch: number;
  commit: boolean;
  topic: string;
  partition: number;
};

/**
 * Ends a transaction in one partition only, as a broker does that takes itself for its coordinator.
 * @param broker `host:port` of the partition's leader
 */
export async function writeTxnMarker(broker: string, marker: TxnMarker): Promise<void> {
  const [host = '', port = ''] = broker.split(':');
  const socket = connect({ host, port: Number(port) });
  try {
    await once(socket, 'connect');
    socket.write(requestOf(marker));
    let received = Buffer.alloc(0);
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk]);
      if (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) break;
    }
    const errorCode = errorCodeOf(received);
    if (errorCode !== 0)
      throw new Error(`${marker.topic}/${marker.partition}: error ${errorCode} for a marker`);
  } finally {
    socket.destroy();
  }
}

function requestOf({ producerId, producerEpoch, commit, topic, partition }: TxnMarker): Buffer {
  const out = new ByteWriter(512);
  const length = out.skip(4);
  out.int16(apiKey);
  out.int16(apiVersion);
  out.int32(1);
  out.string('test');
  noTags(out);
  arrayOf(out, 1);
  out.bigInt64(BigInt(producerId));
  out.int16(producerEpoch);
  out.int8(commit ? 1 : 0);
  arrayOf(out, 1);
  compactString(out, topic);
  arrayOf(out, 1);
  out.int32(partition);
  noTags(out);
  const coordinatorEpoch = 0;
  out.int32(coordinatorEpoch);
  noTags(out);
  noTags(out);
  out.setInt32(length, out.length - 4);
  return Buffer.from(out.bytes);
}

const noTags = (out: ByteWriter) => out.uvarint(0);
const arrayOf = (out: ByteWriter, length: number) => out.uvarint(length + 1);
function compactString(out: ByteWriter, text: string): void {
  out.uvarint(Buffer.byteLength(text) + 1);
  out.raw(text);
}

/** Of the one partition: its last field, before its own tags, those of its topic, its marker and the response. */
function errorCodeOf(response: Buffer): number {
  return new ByteReader(response, response.length - 6).int16();
}
