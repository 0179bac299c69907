import { readFileSync } from 'node:fs';
import { isLoopbackAuthority, isLoopbackHost } from '../auth/loopback.ts';
import { ConfigError } from '../config.ts';

/**
 * The time of business, ms since 1970: what orders, ages and records are dated and judged by. Timers, time-outs, tokens
 * and log lines have the machine's own clock.
 */
export type Clock = () => number;

/** Kafka refuses records that are dated more than an hour ahead of its own clock. */
const maxOffsetSeconds = 3000;
const rereadAfterMs = 500;

/**
 * The clock of a service: the machine's, or for tests one that is ahead of it by the whole seconds in the file
 * CLOCK_OFFSET_FILE. The file is read again as time passes, so that a test can move all services while they run.
 * @param config of a service; only one that listens on loopback, with its Kafka there, may have such a file
 * @throws ConfigError when the file is not allowed or unusable
 */
export function createClock(config: {
  CLOCK_OFFSET_FILE?: string | undefined;
  HOST: string;
  KAFKA_BROKERS?: readonly string[];
}): Clock {
  const { CLOCK_OFFSET_FILE: file, HOST, KAFKA_BROKERS: brokers = [] } = config;
  if (file === undefined) return Date.now;
  const foreign = [
    ...(isLoopbackHost(HOST) ? [] : [`HOST=${HOST}`]),
    ...brokers.filter((broker) => !isLoopbackAuthority(broker)).map((broker) => `the broker ${broker}`),
  ];
  if (foreign.length > 0) {
    throw new ConfigError(
      `CLOCK_OFFSET_FILE makes a service believe a wrong time: it is for tests on loopback only, not for ${foreign.join(' and ')}`,
    );
  }
  return offsetClock(() => readOffset(file));
}

/**
 * @param readMs how far it is ahead now, ms; called at most twice a second
 * @param machine the clocks that it is made from: the time, and one that nobody sets
 */
export function offsetClock(
  readMs: () => number,
  machine = { now: Date.now, monotonic: () => performance.now() },
): Clock {
  let offset = readMs();
  let readAt = machine.monotonic();
  return () => {
    if (machine.monotonic() - readAt >= rereadAfterMs) {
      offset = readMs();
      readAt = machine.monotonic();
    }
    return machine.now() + offset;
  };
}

/** Of a missing file 0. */
function readOffset(file: string): number {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw new ConfigError(`CLOCK_OFFSET_FILE="${file}" cannot be read: ${String(error)}`);
  }
  return parseOffset(text, file);
}

/** The milliseconds of an offset file's text. */
export function parseOffset(text: string, file = 'the file'): number {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= maxOffsetSeconds) return seconds * 1000;
  throw new ConfigError(
    `CLOCK_OFFSET_FILE: ${file} must hold whole seconds, 0 to ${maxOffsetSeconds}, not "${text.slice(0, 20)}"; write it beside and rename it`,
  );
}
