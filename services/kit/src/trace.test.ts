import { describe, expect, it } from 'vitest';
import { childTraceparent, parseTraceparent } from './trace.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const valid = `00-${trace}-00f067aa0ba902b7-01`;

describe('traceparent', () => {
  it('is read into its parts', () => {
    expect(parseTraceparent(valid)).toEqual({ traceId: trace, parentId: '00f067aa0ba902b7', flags: '01' });
  });

  it('of a later version may carry more fields', () => {
    expect(parseTraceparent(`01${valid.slice(2)}-more`)?.traceId).toBe(trace);
  });

  it.each([
    '',
    'rubbish',
    `${valid}-more`,
    `ff${valid.slice(2)}`,
    valid.toUpperCase(),
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `01${valid.slice(2)}-${'x'.repeat(300)}`,
  ])('%s is invalid', (text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });

  it('of a child keeps the trace and the flags and gets its own span', () => {
    const child = parseTraceparent(childTraceparent(`${valid.slice(0, -2)}00`));
    expect(child).toMatchObject({ traceId: trace, flags: '00' });
    expect(child?.parentId).not.toBe('00f067aa0ba902b7');
  });

  it('starts a new trace, which is not recorded, without a valid parent', () => {
    expect(parseTraceparent(childTraceparent('rubbish'))).toMatchObject({ flags: '00' });
    expect(childTraceparent()).not.toBe(childTraceparent());
  });
});
