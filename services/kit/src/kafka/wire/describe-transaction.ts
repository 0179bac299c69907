import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

/** DescribeTransactions (KIP-664), which kafkajs does not know. Version 0 is flexible: compact types, tagged fields. */
export const describeTransactionsKey = 65;

/** State of a transactional id at its coordinator, as Kafka names it: Empty, Ongoing, PrepareCommit, CompleteCommit … */
export type TransactionState = string;

/** The request's body; its first byte ends the flexible request header, which kafkajs writes without it. */
export function describeTransactionBody(transactionalId: string): Buffer {
  const out = new ByteWriter(128);
  out.int8(0);
  out.uvarint(2);
  compactString(out, transactionalId);
  out.uvarint(0);
  return out.bytes;
}

/** Error code and state out of the response's body, whose first byte ends the flexible response header. */
export function readTransactionState(body: Buffer): { errorCode: number; state: TransactionState } {
  const reader = new ByteReader(body);
  reader.uvarint();
  reader.int32();
  const count = reader.uvarint() - 1;
  if (count !== 1) throw new RangeError(`one transaction was asked for, ${count} came`);
  const errorCode = reader.int16();
  readCompactString(reader);
  return { errorCode, state: readCompactString(reader) };
}

function compactString(out: ByteWriter, text: string): void {
  out.uvarint(Buffer.byteLength(text) + 1);
  out.raw(text);
}

function readCompactString(reader: ByteReader): string {
  return reader.slice(Math.max(0, reader.uvarint() - 1)).toString('utf8');
}
