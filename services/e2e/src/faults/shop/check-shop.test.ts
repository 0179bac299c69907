import { describe, expect, it } from 'vitest';
import { checkShop } from './check-shop.ts';
import type { Operation, ProductRecord } from './operation.ts';

const operation = (kind: Operation['kind'], name: string, more: Partial<Operation> = {}): Operation => ({
  ...{ kind, name, id: 'b', ifMatch: undefined, begun: 0 },
  answer: { status: { create: 201, replace: 200, delete: 204 }[kind], etag: `etag of ${name}`, ended: 1 },
  ...more,
});
const set = (name: string, key = 'b'): ProductRecord => ({ key, event: { eventType: 'set', name } });
const removal: ProductRecord = { key: 'b', event: { eventType: 'remove' } };
const tombstone: ProductRecord = { key: 'b', event: null };
const at = (begun: number, status = 200) => ({
  begun,
  answer: { status, etag: undefined, ended: begun + 1 },
});

const life = [
  operation('create', 'one'),
  operation('replace', 'two', { ...at(2), ifMatch: 'etag of one' }),
  operation('replace', 'stale', at(2, 412)),
  operation('replace', 'open', { begun: 2, answer: undefined }),
  operation('delete', 'gone', at(4, 204)),
  operation('delete', 'late', at(6, 404)),
];
const log = [set('one'), set('two'), removal, tombstone];

describe('the checker of the shop', () => {
  it('finds nothing where each change is there once and in order', () => {
    expect(checkShop(life, log)).toEqual([]);
    expect(checkShop(life, [set('one'), set('two'), set('open'), removal, tombstone])).toEqual([]);
  });

  it.each([
    ['lost', [set('one'), removal, tombstone], 'two, answered 200, is there 0 times'],
    [
      'doubled',
      [set('one'), set('two'), set('two'), removal, tombstone],
      'two, answered 200, is there 2 times',
    ],
    [
      'made although refused',
      [set('one'), set('stale'), set('two'), removal, tombstone],
      'stale, answered 412, is there 1 times',
    ],
    ['made by nobody', [...log, set('new', 'c')], 'nobody has sent new'],
    [
      'in another order',
      [set('two'), set('one'), removal, tombstone],
      'one lies behind what was asked for after its answer',
    ],
    [
      'a removal without a tombstone',
      [set('one'), set('two'), removal],
      'the removal of b at 2 has no tombstone behind it',
    ],
    ['a removal that is lost', [set('one'), set('two')], 'b was deleted 1 times and is removed 0 times'],
    ['after its tombstone', [...log, set('open')], 'b is written again at 4, after its tombstone'],
  ])('finds a change that is %s', (_what, records, fault) => {
    expect(checkShop(life, records)).toContain(fault);
  });

  it('finds a change on a condition that did not hold', () => {
    const between = operation('replace', 'between', at(0));
    const answered = { ...between, answer: { status: 200, etag: 'etag of between', ended: 9 } };
    const records = [set('one'), set('between'), set('two'), removal, tombstone];
    expect(checkShop([...life, answered], records)).toContain(
      'two replaced between on a condition that did not hold',
    );
  });
});
