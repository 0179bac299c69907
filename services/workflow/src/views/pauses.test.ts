import { expect, it } from 'vitest';
import { createPauses } from './pauses.ts';

const at = '2026-01-01T00:00:00.000Z';
const paused = { paused: true, reason: 'The oven is broken', by: 'sue', actor: { sub: 's-1' }, at };
const record = (key: string | null, value: unknown) =>
  ({ key, value: value && JSON.stringify(value) }) as never;

it('holds what is paused until it is resumed', () => {
  const pauses = createPauses();
  expect(pauses.apply(record('stage/bake', paused))).toBe('stage/bake');
  expect(pauses.apply(record('intake', { ...paused, reason: 'Closed' }))).toBe('intake');
  expect([pauses.of('stage/bake'), pauses.of('stage/mix'), pauses.of('intake')?.reason]).toEqual([
    paused,
    undefined,
    'Closed',
  ]);
  expect(pauses.apply(record('stage/bake', { paused: false, by: 'ann', at }))).toBe('stage/bake');
  expect(pauses.apply(record('stage/bake', { paused: false, by: 'ann', at }))).toBeUndefined();
  expect(pauses.apply(record('intake', null))).toBe('intake');
  expect(pauses.all.size).toBe(0);
});

it('ignores what it does not know, and keeps what it knew when a record cannot be read', () => {
  const pauses = createPauses();
  pauses.apply(record('stage/bake', paused));
  expect(pauses.apply(record('stock/eggs', { out: true }))).toBeUndefined();
  expect(pauses.apply(record(null, paused))).toBeUndefined();
  expect(() => pauses.apply(record('stage/bake', { paused: 'maybe' }))).toThrow(/control: paused/);
  expect(pauses.of('stage/bake')).toEqual(paused);
});
