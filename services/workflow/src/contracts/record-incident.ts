import type { Incident } from './records.ts';

/** Where a record lies, and its key as decoded text. */
export type RecordPosition = { topic: string; partition: number; offset: number; key: string | null };

/** Why a record, or a range of them, cannot be used. */
export type UnusableRecord = {
  workflow: string;
  stage?: string;
  record: RecordPosition;
  error: unknown;
  /** The service or worker that found it. */
  by: string;
  /** RFC 3339 UTC. */
  at: string;
  /** More records that cannot be used follow without a usable one between them; `record` is the first. */
  range?: { lastOffset: number; count: number };
};

const maxKeyBytes = 200;
const maxReasonLength = 2000;
/** Control characters, and what decoding made of bytes that are no UTF-8. */
const unprintable = /[\p{Cc}\p{Cs}\uFFFD]/u;

/** The incident of a record that cannot be used. Bounded, whatever is in the record: it must fit where the record did. */
export function recordIncident({ record, range, error, ...found }: UnusableRecord): Incident {
  const { topic, partition, offset, key } = record;
  const reason = reasonOf(error);
  return {
    workflow: found.workflow,
    ...(found.stage === undefined ? {} : { stage: found.stage }),
    reason: range ? `${range.count} records up to offset ${range.lastOffset}, the first: ${reason}` : reason,
    by: found.by,
    at: found.at,
    record: {
      topic,
      partition,
      offset: String(offset),
      key: key === null ? null : shortKey(key),
      ...(range ? { lastOffset: String(range.lastOffset), count: range.count } : {}),
    },
  };
}

/** A sentence of at most 2,000 characters. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, maxReasonLength);
}

/**
 * A record's key for people, at most 200 bytes of it: as it is when it can be printed, else `base64:` and its bytes (those
 * that are no UTF-8 were replaced when the key was decoded). A key that was cut ends with `…`.
 */
export function shortKey(key: string): string {
  // No character has less than one byte: the rest of a key of 700 KB need not be encoded.
  const bytes = Buffer.from(key.slice(0, maxKeyBytes + 1), 'utf8');
  const isCut = bytes.length > maxKeyBytes;
  const kept = isCut ? cutAtCharacter(bytes, maxKeyBytes) : bytes;
  const text = kept.toString('utf8');
  const shown = unprintable.test(text) ? `base64:${kept.toString('base64')}` : text;
  return isCut ? `${shown}…` : shown;
}

/** At most `length` bytes, without a part of a character at their end. */
function cutAtCharacter(bytes: Buffer, length: number): Buffer {
  let end = length;
  // Bytes that continue a character begin with the bits 10.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}

/**
 * The public id of a record incident: the key of its record in `W.incidents`, such as
 * `orderrequests/0/17`, in characters that need no escaping in a path. Opaque to clients.
 */
export function incidentIdOf(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/** The record key that an id stands for; undefined when the text is not such an id. */
export function incidentKeyOf(id: string): string | undefined {
  const key = Buffer.from(id, 'base64url').toString('utf8');
  return key !== '' && incidentIdOf(key) === id ? key : undefined;
}
