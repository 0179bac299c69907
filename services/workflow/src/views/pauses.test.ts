import { expect, it } from 'vitest';
import type { ControlKey } from '../contracts/control.ts';
import { createPauses } from './pauses.ts';

const at = '2026-01-01T00:00:00.000Z';
const paused = { paused: true, reason: 'The oven is broken', by: 'sue', actor: { sub: 's-1' }, at };
const resumed = { paused: false, by: 'ann', at };
type Given = { key: string | null; value: string | null };
const record = (key: string | null, value: object | null): Given => ({
  key,
  value: value && JSON.stringify(value),
});

function follow() {
  const changes: [ControlKey, string | undefined][] = [];
  const unreadable: string[] = [];
  const pauses = createPauses<Given>({
    onUnreadable: ({ key }, error) => unreadable.push(`${key}: ${error}`),
    onChange: (key, pause) => changes.push([key, pause?.reason]),
  });
  return { pauses, changes, unreadable };
}

it('holds what is paused until it is resumed, and reports each change once', () => {
  const { pauses, changes } = follow();
  pauses.receive([record('stage/bake', paused), record('intake', { ...paused, reason: 'Closed' })]);
  expect([pauses.of('stage/bake'), pauses.of('stage/mix'), pauses.of('intake')?.reason]).toEqual([
    paused,
    undefined,
    'Closed',
  ]);
  pauses.receive([record('stage/bake', resumed), record('stage/bake', resumed), record('intake', null)]);
  expect([pauses.of('stage/bake'), pauses.of('intake')]).toEqual([undefined, undefined]);
  expect(changes).toEqual([
    ['stage/bake', paused.reason],
    ['intake', 'Closed'],
    ['stage/bake', undefined],
    ['intake', undefined],
  ]);
});

it('ignores what it does not know, and keeps what it knew when a record cannot be read', () => {
  const { pauses, unreadable } = follow();
  pauses.receive([
    record('stage/bake', paused),
    record('stock/eggs', { out: true }),
    record(null, paused),
    record('stage/bake', { paused: 'maybe' }),
    record('intake', paused),
  ]);
  expect(unreadable).toEqual([expect.stringMatching(/^stage\/bake: RecordError: control: paused/)]);
  expect([pauses.of('stage/bake'), pauses.of('intake')]).toEqual([paused, paused]);
});
