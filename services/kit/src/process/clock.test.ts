import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigError } from '../config.ts';
import { createClock, offsetClock, parseOffset } from './clock.ts';

function offsetFile(text: string): string {
  const dir = mkdtempSync(join(tmpdir(), 'cupcakery-clock-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'seconds');
  writeFileSync(file, text);
  return file;
}

const local = { HOST: '127.0.0.1', KAFKA_BROKERS: ['localhost:9092'] };

describe('the clock of a service', () => {
  it("is the machine's without an offset file, wherever it listens", () => {
    expect(createClock({ HOST: '0.0.0.0', KAFKA_BROKERS: ['kafka:9092'] })).toBe(Date.now);
  });

  it('is ahead by the seconds in the file', () => {
    const clock = createClock({ ...local, CLOCK_OFFSET_FILE: offsetFile('720\n') });
    const ahead = clock() - Date.now();
    expect(ahead).toBeGreaterThan(719_000);
    expect(ahead).toBeLessThan(721_000);
  });

  it('is not ahead while there is no file', () => {
    const clock = createClock({ ...local, CLOCK_OFFSET_FILE: `${offsetFile('')}.missing` });
    expect(Math.abs(clock() - Date.now())).toBeLessThan(1000);
  });

  it('follows the file, which it reads twice a second at most', () => {
    let [offset, reads, time] = [0, 0, 0];
    const clock = offsetClock(
      () => {
        reads += 1;
        return offset;
      },
      { now: () => 1_000_000 + time, monotonic: () => time },
    );
    offset = 60_000;
    time = 499;
    expect(clock()).toBe(1_000_499);
    time = 500;
    expect(clock()).toBe(1_060_500);
    time = 999;
    expect(clock()).toBe(1_060_999);
    expect(reads).toBe(2);
  });

  it.each([
    [{ ...local, HOST: '0.0.0.0' }, 'not for HOST=0.0.0.0'],
    [{ ...local, KAFKA_BROKERS: ['localhost:9092', 'kafka:9092'] }, 'not for the broker kafka:9092'],
    [{ HOST: '10.0.0.1', KAFKA_BROKERS: ['kafka:1'] }, 'not for HOST=10.0.0.1 and the broker kafka:1'],
  ])('is refused outside loopback: %o', (config, message) => {
    const create = () => createClock({ ...config, CLOCK_OFFSET_FILE: offsetFile('1') });
    expect(create).toThrow(ConfigError);
    expect(create).toThrow(message);
  });

  it('needs no brokers in a service that has none', () => {
    expect(() => createClock({ HOST: '::1', CLOCK_OFFSET_FILE: offsetFile('1') })).not.toThrow();
  });

  it('has no use for a folder', () => {
    expect(() => createClock({ ...local, CLOCK_OFFSET_FILE: tmpdir() })).toThrow(ConfigError);
  });
});

describe('an offset', () => {
  it.each([
    ['0', 0],
    ['720', 720_000],
    ['3000', 3_000_000],
  ])('"%s" is %d ms', (text, ms) => {
    expect(parseOffset(text)).toBe(ms);
  });

  it.each(['', '-1', '1.5', '12m', '3001', '0x10'])('cannot be "%s"', (text) => {
    expect(() => parseOffset(text)).toThrow('must hold whole seconds, 0 to 3000');
  });
});
