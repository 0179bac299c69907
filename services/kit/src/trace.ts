import { randomUUID } from 'node:crypto';

export type TraceContext = { traceId: string; parentId: string; flags: string };

/** A trace's ids, and its present span's, as log lines have them. */
export type TraceFields = { traceId?: string; spanId?: string };

const pattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.{0,200})?$/;

/**
 * Reads a W3C traceparent (https://www.w3.org/TR/trace-context/); undefined if it is missing or invalid.
 *
 * Own code: ids go through logs and records also where nothing is traced, and OpenTelemetry's SDK is not loaded then.
 */
export function parseTraceparent(text: string | null | undefined): TraceContext | undefined {
  if (!text || text.length > 255) return undefined;
  const [, version, traceId, parentId, flags, rest] = pattern.exec(text) ?? [];
  if (!version || !traceId || !parentId || !flags) return undefined;
  // Version 00 ends after the flags; a later version may add fields, and ff is reserved as invalid.
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  return { traceId, parentId, flags };
}

/**
 * A traceparent to send on (HTTP, Kafka header `traceparent`): the caller's trace with a new span, or a new
 * trace if the parent is missing or invalid. A new one is marked as not sampled: its id is in our logs, and recorded nowhere.
 */
export function childTraceparent(parent?: string | null): string {
  const from = parseTraceparent(parent);
  return `00-${from?.traceId ?? newTraceId()}-${newSpanId()}-${from?.flags ?? '00'}`;
}

/** From UUIDs, whose random bytes Node draws in advance; a system call for each id costs 10 us. Never all zero. */
function newTraceId(): string {
  return randomUUID().replaceAll('-', '');
}

/** The parts of a UUID that are random throughout. */
function newSpanId(): string {
  const uuid = randomUUID();
  const id = uuid.slice(0, 8) + uuid.slice(28);
  return /^0+$/.test(id) ? newSpanId() : id;
}

/** The ids in a traceparent, for log lines; none for what has no trace. */
export function traceFields(traceparent: string | undefined): TraceFields {
  const context = parseTraceparent(traceparent);
  return context ? { traceId: context.traceId, spanId: context.parentId } : {};
}

/** Whether two traceparents are of one trace. */
export function isSameTrace(one: string | undefined, other: string | undefined): boolean {
  const id = parseTraceparent(one)?.traceId;
  return id !== undefined && id === parseTraceparent(other)?.traceId;
}

/** Whether what carries it is a step of a trace that is recorded. */
export function isSampled(traceparent: string | undefined): boolean {
  const context = parseTraceparent(traceparent);
  return context !== undefined && (Number.parseInt(context.flags, 16) & 1) === 1;
}

/** A traceparent as this project writes it: 55 characters, whatever version it came in; undefined if it is invalid. */
export function normalTraceparent(text: string | null | undefined): string | undefined {
  const context = parseTraceparent(text);
  return context && `00-${context.traceId}-${context.parentId}-${context.flags}`;
}
