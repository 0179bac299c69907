import { shopTopics } from '@cupcakery/collections/contracts/topics';
import { parseCollections } from '@cupcakery/collections/file/collection-files';
import { readTextFiles } from '@cupcakery/kit/files';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { describe, expect, it } from 'vitest';
import { createShopProcessor } from './shop-processor.ts';

const folder = new URL('../../../../charts/cupcakery/collections', import.meta.url).pathname;
const collections = parseCollections(readTextFiles(folder, ['.yaml']));
const now = new Date('2026-03-02T09:00:00Z');

function given() {
  const answers: string[] = [];
  const processor = createShopProcessor(
    { collections, maxItems: 100 },
    {
      answered: (command, answer) => answers.push(`${command} ${answer}`),
      unreadable: (topic) => answers.push(topic),
    },
  );
  return { answers, processor, state: processor.create(0) };
}

const record = (topic: string, key: string, value: unknown, offset = 0): KafkaRecord => ({
  ...{ topic, partition: 0, offset, timestamp: 0, key, headers: Buffer.alloc(0) },
  value: value === null ? null : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});
const command = (fields: object) =>
  record(shopTopics.commands, 'products/b', {
    ...{ type: 'create', id: 'c1', collection: 'products', actor: { sub: 'sue' } },
    item: { id: 'b', name: 'Butter', price: 1 },
    ...fields,
  });

describe('the processor of the shop', () => {
  it('decides later commands of a batch on what earlier ones led to, and keeps it when that is written', () => {
    const { processor, state, answers } = given();
    const decisions = processor.decide(state, [command({}), command({ id: 'c2' })], now);
    expect(answers).toEqual([]);
    decisions.onCommitted();
    expect(answers).toEqual(['create OK', 'create EXISTS']);
    expect(state.countOf('products')).toBe(1);
  });

  it('makes an incident of a command that cannot be read, and goes on', () => {
    const { processor, state } = given();
    const { records } = processor.decide(
      state,
      [record(shopTopics.commands, 'x', 'no json', 7), command({})],
      now,
    );
    expect(records.map(({ topic, key }) => [topic, key])).toEqual([
      [shopTopics.incidents, 'shop.commands/0/7'],
      ['eventbus.products', 'b'],
      [shopTopics.replies, 'c1'],
    ]);
  });

  it('answers a command that the decider fails on, makes an incident of it, and goes on', () => {
    const { processor, state } = given();
    const failing = Object.assign(state, {
      etagOf: () => {
        throw new Error('bug');
      },
    });
    const { records, onCommitted } = processor.decide(failing, [command({})], now);
    expect(records.map(({ topic }) => topic)).toEqual([shopTopics.replies, shopTopics.incidents]);
    expect(String(records[0]?.value)).toBe('{"id":"c1","code":"FAULT"}');
    expect(onCommitted).not.toThrow();
  });

  it('writes that nothing may come between a removal and its tombstone', () => {
    const { processor, state } = given();
    processor.restore(
      state,
      record('eventbus.products', 'b', { eventType: 'set', payload: { name: 'Butter' } }),
    );
    const { records } = processor.decide(
      state,
      [command({ type: 'delete', itemId: 'b', item: undefined })],
      now,
    );
    expect(records.slice(0, 2).map(({ value, withPrevious }) => [value === null, withPrevious])).toEqual([
      [false, undefined],
      [true, true],
    ]);
  });

  it('answers a command whose item no topic accepts; if not even that fits, it makes an incident', () => {
    const { processor, state } = given();
    const alternatives = processor.refuse?.(state, command({}), new Error('too large'), now) ?? [];
    expect(alternatives.map(({ records }) => records.map(({ topic }) => topic))).toEqual([
      [shopTopics.replies],
      [shopTopics.incidents],
    ]);
  });

  it('restores what others wrote and its own answers, and forgets these after a day', () => {
    const { processor, state } = given();
    expect(processor.isEmpty(state)).toBe(true);
    processor.restore(
      state,
      record('eventbus.customers', 'ann', { eventType: 'set', payload: { firstName: 'A' } }),
    );
    expect([processor.isEmpty(state), state.countOf('customers')]).toEqual([true, 1]);
    const entry = { bodyHash: 'h', at: '2026-03-01T08:00:00Z', reply: { id: 'c0' } };
    processor.restore(state, record(shopTopics.commandLog, 'c0', entry));
    expect(processor.isEmpty(state)).toBe(false);
    const expired = processor.expire?.(state, now);
    expect(expired?.records).toMatchObject([{ topic: shopTopics.commandLog, key: 'c0', value: null }]);
    expired?.onCommitted();
    expect(processor.isEmpty(state)).toBe(true);
    expect(() => processor.restore(state, record('eventbus.customers', 'ann', '{'))).toThrow('not JSON');
    expect(() => processor.check?.(record('eventbus.customers', 'ann', '{'))).toThrow('not JSON');
  });
});
