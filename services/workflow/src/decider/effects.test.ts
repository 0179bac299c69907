import { describe, expect, test } from 'vitest';
import type { Command } from '../contracts/command.ts';
import { eventSchema } from '../contracts/event.ts';
import type { OrderState } from '../contracts/order-state.ts';
import { readIncident, readReply, readTicket, readWithdrawal } from '../contracts/records.ts';
import { readState } from '../contracts/snapshot.ts';
import {
  type Answer,
  ann,
  boss,
  cakes,
  carl,
  command,
  dora,
  from,
  given,
  orderId,
  timeAt,
  worker,
} from '../testing/decider-spec.ts';
import { dedupStubOf, isDedupStub } from './command-log.ts';
import { withdrawalKey } from './effects.ts';
import { evolve } from './evolve.ts';

const placed = () => command('place', carl, { keyHash: 'k', bodyHash: 'b' });
const done = (stage: string) => command('complete', worker, { stage });
const topicsOf = (answer: Answer) => answer.records.map((r) => r.topic);
const valueIn = (answer: Answer, topic: string) => {
  const record = answer.records.find((r) => r.topic === topic);
  if (!record) throw new Error(`no record in ${topic}`);
  return record.value;
};

describe('records of a command', () => {
  const own = ['cakes.order-events', 'cakes.orders'];
  const cases: [title: string, before: Command[], command: Command, topics: string[]][] = [
    ['place by a customer', [], placed(), [...own, 'tomix', 'cakes.replies']],
    ['place of a foreign record: no ticket', [], command('place', worker, { ticketed: true }), own],
    ['start by a worker: no reply', [placed()], command('start', worker, { stage: 'mix' }), own],
    ['complete by a worker: the next ticket', [placed()], done('mix'), [...own, 'tobake']],
    [
      'complete by a cook: the worker must drop its ticket',
      [placed()],
      command('complete', ann, { stage: 'mix' }),
      [...own, 'tobake', 'cakes.withdrawals', 'cakes.replies'],
    ],
    [
      'fail by a worker: withdrawal and incident',
      [placed()],
      command('fail', worker, { stage: 'mix' }),
      [...own, 'cakes.withdrawals', 'cakes.incidents'],
    ],
    [
      'the last stage: two events and the result',
      [placed(), done('mix'), done('bake')],
      command('complete', worker, { stage: 'taste', outcome: 'approve' }),
      [...own, ...own, 'donecakes'],
    ],
    ['a refused worker: nothing', [placed()], done('bake'), []],
    ['a refused cook: the reply', [placed()], command('claim', ann, { stage: 'bake' }), ['cakes.replies']],
    [
      'a foreign record with bad details: an incident, as no caller waits',
      [],
      command('place', worker, { details: {} }),
      ['cakes.incidents'],
    ],
  ];
  test.each(cases)('%s', (_title, before, next, topics) => {
    expect(topicsOf(given(before).when(next))).toEqual(topics);
  });

  test('all carry the order as key, the time, and an id per version', () => {
    const { records } = given([placed()]).when(done('mix'), 3);
    expect(new Set(records.map((r) => r.key))).toEqual(new Set([orderId]));
    expect(records[0]?.event).toEqual({
      id: `${orderId}/2`,
      type: 'cupcakery.StageCompleted',
      source: '/cupcakery/cakes',
      time: timeAt(3),
    });
  });
});

describe('what a record holds', () => {
  test('a ticket is the whole order', () => {
    const answer = given([placed()]).when(done('mix'));
    expect(readTicket(valueIn(answer, 'tobake'))).toEqual(answer.order);
  });

  test('the snapshot reads back as the folded events, with its event and its command log', () => {
    let state: OrderState | undefined;
    let folded: OrderState | undefined;
    const way = [placed(), command('claim', ann, { stage: 'bake' }), done('mix'), command('cancel', carl)];
    for (const next of way) {
      const answer = from(state).when(next);
      state = answer.outcome.state;
      if (answer.outcome.steps.length === 0) continue;
      const event = eventSchema.parse(JSON.parse(valueIn(answer, 'cakes.order-events') ?? ''));
      folded = evolve(folded, event);
      const snapshot = valueIn(answer, 'cakes.orders');
      expect(JSON.parse(snapshot ?? '').event).toEqual(event);
      expect(readState(snapshot)).toEqual(folded);
      expect(readState(snapshot)).toEqual(state);
    }
    expect(state?.commandLog.recent.map((a) => a.code)).toEqual([undefined, 'NOT_AT_STAGE']);
  });

  test('a withdrawal names the visit that must be dropped', () => {
    const answer = given([placed()]).when(command('claim', ann, { stage: 'mix' }));
    expect(readWithdrawal(valueIn(answer, 'cakes.withdrawals'))).toEqual({
      visit: 1,
      reason: 'StageClaimed',
    });
    expect(answer.records.some((r) => r.key === withdrawalKey(orderId, 'mix'))).toBe(true);
  });

  test('an incident names its order and reason, and its end is a tombstone', () => {
    const stopped = given([placed()]).when(command('fail', worker, { stage: 'mix', reason: 'burnt' }));
    expect(readIncident(valueIn(stopped, 'cakes.incidents'))).toEqual({
      workflow: 'cakes',
      orderId,
      stage: 'mix',
      reason: 'burnt',
      by: 'pod-1',
      at: timeAt(1),
    });
    for (const end of [command('resolve', boss, { action: 'retry' }), command('cancel', carl)]) {
      expect(valueIn(from(stopped.outcome.state).when(end), 'cakes.incidents')).toBeNull();
    }
  });

  test('the incident of a refused foreign record has the key of that record and the reason', () => {
    const id = 'tomix-0-17';
    const answer = given([]).when(command('place', worker, { id, details: {} }));
    expect(answer.records[0]?.key).toBe(id);
    expect(readIncident(valueIn(answer, 'cakes.incidents'))).toMatchObject({
      reason: 'record tomix-0-17 refused: details/flavour is required',
    });
  });

  test('the result is the finished order', () => {
    const last = command('complete', worker, { stage: 'taste', outcome: 'approve' });
    const answer = given([placed(), done('mix'), done('bake')]).when(last);
    expect(readTicket(valueIn(answer, 'donecakes'))).toEqual(answer.order);
    expect(answer.order.status).toBe('finished');
  });
});

describe('replies', () => {
  test('an accepted command: the order as it is after it', () => {
    const cancel = command('cancel', carl);
    const answer = given([placed()]).when(cancel);
    const reply = readReply(valueIn(answer, 'cakes.replies'));
    expect(reply).toEqual({ id: cancel.id, orderId, order: answer.order });
  });

  test('a repeated place: the order that was placed first, under its own id', () => {
    const again = { ...placed(), orderId: 'c0ffee-2' };
    const reply = readReply(valueIn(given([placed()]).when(again), 'cakes.replies'));
    expect(reply).toMatchObject({ id: again.id, orderId, order: { id: orderId } });
  });

  test('a refusal: code, message, errors, and the order where there is one', () => {
    const claim = command('claim', ann, { stage: 'bake' });
    expect(readReply(valueIn(given([placed()]).when(claim), 'cakes.replies'))).toMatchObject({
      code: 'NOT_AT_STAGE',
      message: 'the order is not at bake but at mix',
      order: { id: orderId },
    });
    const bad = given([]).when(command('place', carl, { details: {} }));
    const reply = readReply(valueIn(bad, 'cakes.replies'));
    expect(reply.errors).toEqual([{ field: '/flavour', detail: 'is required' }]);
    expect(reply.order).toBeUndefined();
  });

  test('to a stranger: as if there were no order', () => {
    const answer = given([placed()]).when(command('cancel', dora));
    expect(readReply(valueIn(answer, 'cakes.replies'))).toMatchObject({ code: 'NOT_FOUND' });
    expect(readReply(valueIn(answer, 'cakes.replies')).order).toBeUndefined();
  });
});

describe('the dedup stub of a closed order', () => {
  const finish = command('complete', ann, { stage: 'taste', outcome: 'approve' });
  const stub = () => {
    const { state } = given([placed(), done('mix'), done('bake'), finish]);
    if (!state) throw new Error('no order');
    return dedupStubOf(cakes, state);
  };

  test('still answers repeated commands, without an order that it no longer has', () => {
    const { when } = from(stub());
    expect(isDedupStub(stub().order)).toBe(true);
    for (const again of [finish, placed()]) {
      const answer = when(again);
      expect(answer.summary).toBe('-');
      expect(readReply(valueIn(answer, 'cakes.replies'))).toEqual({ id: again.id, orderId });
    }
  });

  test('refuses everything else as the order did', () => {
    const { when } = from(stub());
    expect(when(command('cancel', carl)).summary).toBe('CLOSED');
    expect(when(command('cancel', dora)).summary).toBe('NOT_FOUND');
    expect(when(command('recall', ann, { stage: 'bake' })).summary).toBe('TOO_LATE');
    expect(when(command('resolve', boss, { action: 'retry' })).summary).toBe('CLOSED');
    expect(when(command('complete', worker, { stage: 'taste', visit: 3, outcome: 'approve' })).summary).toBe(
      '-',
    );
  });
});

test('the largest allowed details fit in a snapshot well below the limit of a record batch', () => {
  const notes = '\u20ac'.repeat(65_000);
  const { records, summary } = given([]).when(command('place', carl, { details: { flavour: 'x', notes } }));
  expect(summary).toBe('OrderPlaced, ticket');
  expect(Math.max(...records.map((r) => Buffer.byteLength(r.value ?? '')))).toBeLessThan(800 * 1024);
  const tooLong = { flavour: 'x', notes: 'n'.repeat(66_000) };
  expect(cakes.checkDetails(tooLong)).toEqual([
    { field: '', detail: 'is longer than 65536 characters of JSON' },
  ]);
});
