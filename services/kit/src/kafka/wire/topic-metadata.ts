import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

/** What a broker says about one topic. */
export type TopicMetadata = {
  topic: string;
  /** The broker's code: 0, or why it says nothing more (3: there is no such topic; 29: no right to look). */
  errorCode: number;
  /** Differs for each topic that was ever created, also under the same name. */
  id: string;
  partitions: { partition: number /** -1: none at the moment. */; leader: number }[];
};

/** The version of the Metadata request below: the first that names topics with their ids and can be read by name. */
export const topicMetadataVersion = 12;

/**
 * Body of a Metadata request for some topics. The request's header ends with a list of tagged fields from version 9 on,
 * which kafkajs does not know: that (empty) list is the first byte here.
 */
export function topicMetadataRequest(topics: readonly string[]): Buffer {
  const out = new ByteWriter(1024);
  out.int8(noTags);
  out.uvarint(topics.length + 1);
  for (const topic of topics) {
    out.raw(noId);
    out.uvarint(Buffer.byteLength(topic) + 1);
    out.raw(topic);
    out.int8(noTags);
  }
  // No topic is created by looking; no list of rights.
  out.int8(0);
  out.int8(0);
  out.int8(noTags);
  return out.bytes;
}

/** Reads the answer, which begins with the tagged fields of its header. */
export function readTopicMetadata(body: Buffer): TopicMetadata[] {
  const reader = new ByteReader(body);
  skipTags(reader);
  reader.int32();
  readArray(reader, () => {
    reader.int32();
    readText(reader);
    reader.int32();
    readText(reader);
    skipTags(reader);
  });
  readText(reader);
  reader.int32();
  return readArray(reader, readTopic);
}

const noTags = 0;
const noId = Buffer.alloc(16);

function readTopic(reader: ByteReader): TopicMetadata {
  const errorCode = reader.int16();
  const topic = readText(reader) ?? '';
  const id = reader.slice(noId.length).toString('hex');
  reader.int8();
  const partitions = readArray(reader, () => {
    reader.int16();
    const partition = reader.int32();
    const leader = reader.int32();
    reader.int32();
    // Replicas, in sync, offline.
    for (let list = 0; list < 3; list++) readArray(reader, () => reader.int32());
    skipTags(reader);
    return { partition, leader };
  });
  reader.int32();
  skipTags(reader);
  return { topic, errorCode, id, partitions };
}

function readArray<T>(reader: ByteReader, read: (reader: ByteReader) => T): T[] {
  const items: T[] = [];
  for (let left = reader.uvarint() - 1; left > 0; left--) items.push(read(reader));
  return items;
}

function readText(reader: ByteReader): string | null {
  const length = reader.uvarint() - 1;
  return length < 0 ? null : reader.slice(length).toString('utf8');
}

function skipTags(reader: ByteReader): void {
  for (let left = reader.uvarint(); left > 0; left--) {
    reader.uvarint();
    reader.slice(reader.uvarint());
  }
}
