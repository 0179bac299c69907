import { createHash } from 'node:crypto';

/** A position in a workflow's stream of changes: everything below `offsets` is known, as of `time`. */
export type Position = {
  /** From `originOf`: which cluster and workflow the offsets belong to. */
  origin: string;
  /** Seconds since 1970; all records from `offsets` on are younger (to the second). */
  time: number;
  /** Next offset per partition. */
  offsets: readonly number[];
};

const version = 1;
const originBytes = 8;
/** Characters; 1,000 partitions of huge offsets still fit. */
const maxLength = 12_000;

/**
 * Names the log that a workflow's offsets belong to, as 16 hex digits. By the cluster id and not the topic id: kafkajs
 * speaks no metadata version that has topic ids. A topic that was deleted and created again is noticed by its end.
 */
export function originOf(clusterId: string, workflow: string): string {
  return createHash('sha256')
    .update(`${clusterId}\0${workflow}`)
    .digest('hex')
    .slice(0, originBytes * 2);
}

/**
 * Text of a position: base64url of version, origin, time (32 bit) and the offsets as varints, low group first.
 * Binary because it is part of every payload and should fit into a WebSocket's close reason (123 bytes).
 */
export function encodeCursor({ origin, time, offsets }: Position): string {
  const bytes = [version, ...Buffer.from(origin, 'hex')];
  for (const shift of [24, 16, 8, 0]) bytes.push((time >>> shift) & 0xff);
  for (const offset of offsets) {
    let rest = offset;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
    bytes.push(rest);
  }
  return Buffer.from(bytes).toString('base64url');
}

/** The position that a text encodes; undefined when it is no cursor. */
export function decodeCursor(text: string): Position | undefined {
  if (text.length > maxLength || !/^[\w-]+$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  const head = 1 + originBytes;
  if (bytes[0] !== version || bytes.length < head + 4) return undefined;
  const offsets: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of bytes.subarray(head + 4)) {
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (!Number.isSafeInteger(value)) return undefined;
    if (byte >= 0x80) continue;
    offsets.push(value);
    value = 0;
    scale = 1;
  }
  // The text ends within an offset.
  if (scale !== 1) return undefined;
  return { origin: bytes.subarray(1, head).toString('hex'), time: bytes.readUInt32BE(head), offsets };
}
