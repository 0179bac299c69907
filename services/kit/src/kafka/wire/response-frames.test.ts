import { describe, expect, it } from 'vitest';
import { ResponseFrames } from './response-frames.ts';

function framed(text: string): Buffer {
  const bytes = Buffer.alloc(4 + text.length);
  bytes.writeInt32BE(text.length, 0);
  bytes.write(text, 4);
  return bytes;
}

/** Cuts bytes at the given positions. */
function cut(bytes: Buffer, positions: number[]): Buffer[] {
  return [0, ...positions].map((from, i) => bytes.subarray(from, positions[i] ?? bytes.length));
}

describe('responses', () => {
  const bytes = Buffer.concat([framed('one'), framed(''), framed('three')]);

  it.each([
    ['in one chunk', []],
    ['one by one', [7, 11]],
    ['cut in a length field', [2, 9]],
    ['cut behind a length field', [4, 15]],
    ['cut in a response', [5, 17]],
    ['byte by byte', Array.from({ length: bytes.length - 1 }, (_, i) => i + 1)],
  ])('are read %s', (_name, positions) => {
    const frames = new ResponseFrames();
    const read = cut(bytes, positions).flatMap((chunk) => [...frames.add(chunk)]);
    expect(read.map(String)).toEqual(['one', '', 'three']);
  });

  it('are not read where a length is below zero', () => {
    const frames = new ResponseFrames();
    expect(() => [...frames.add(Buffer.from([0xff, 0xff, 0xff, 0xfb, 1]))]).toThrow('a response of -5 bytes');
  });

  it('are read as soon as they are whole', () => {
    const frames = new ResponseFrames();
    expect([...frames.add(bytes.subarray(0, 9))].map(String)).toEqual(['one']);
    expect([...frames.add(bytes.subarray(9, 10))]).toEqual([]);
    expect([...frames.add(bytes.subarray(10))].map(String)).toEqual(['', 'three']);
  });
});
