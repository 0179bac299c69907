import { describe, expect, it } from 'vitest';
import { type AnyCommand, readCommand } from './records.ts';
import { workRefusal } from './work-command.ts';

const worker = { kind: 'worker', name: 'bake-0' };
const at = { id: 'c1', orderId: 'a-b', by: worker, stage: 'bake', visit: 2 };
const place = { type: 'place', id: 'c1', orderId: 'p0.a-b', by: worker, details: {}, ticketed: true };
const commandOf = (fields: object): AnyCommand => readCommand(JSON.stringify(fields));

describe('on the topic that workers write', () => {
  it.each([
    { ...at, type: 'start' },
    { ...at, type: 'complete', outcome: 'good' },
    { ...at, type: 'fail', reason: 'the oven is cold' },
    { ...at, type: 'requeue' },
    place,
  ])('a worker may $type', (fields) => {
    expect(workRefusal(commandOf(fields))).toBeUndefined();
  });

  it.each([
    [{ ...at, type: 'resolve', action: 'scrap' }, 'resolve: workers may only'],
    [{ ...at, type: 'cancel' }, 'cancel: workers may only'],
    [{ ...at, type: 'claim' }, 'claim: workers may only'],
    [{ ...at, type: 'release' }, 'release: workers may only'],
    [{ ...at, type: 'recall' }, 'recall: workers may only'],
    [{ ...at, type: 'mark', rushed: true }, 'mark: workers may only'],
    [{ ...at, type: 'control', about: 'intake', paused: false }, 'control: workers may only'],
    [{ ...place, customerId: 'kim' }, 'place for a customer'],
    [{ ...place, keyHash: 'k' }, 'place for a customer'],
    [{ ...place, ticketed: false }, 'place for a customer'],
    [{ ...at, type: 'complete', by: { kind: 'cook', name: 'ann' } }, 'complete in the name of a cook'],
    [{ ...at, type: 'complete', by: { kind: 'manager', name: 'kit' } }, 'complete in the name of a manager'],
    [{ ...place, by: { kind: 'customer', name: 'kim' } }, 'place in the name of a customer'],
  ])('nothing else counts: %j', (fields, reason) => {
    expect(workRefusal(commandOf(fields))).toContain(reason);
  });
});
