import { describe, expect, test } from 'vitest';
import { commandSchema } from '../contracts/command.ts';
import {
  ann,
  boss,
  cakes,
  carl,
  command,
  from,
  given,
  orderId,
  retiring,
  timeAt,
  worker,
} from '../testing/decider-spec.ts';

const placed = () => command('place', carl, { keyHash: 'k', bodyHash: 'b' });
const done = (stage: string) => command('complete', worker, { stage });
const atBake = () => [placed(), done('mix')];

describe('place', () => {
  test('records the route, the promise and the customer', () => {
    const { order, outcome } = given([]).when(placed(), 5);
    expect(order).toMatchObject({ route: ['mix', 'bake', 'taste'], stage: 'mix', visit: 1, attempts: 1 });
    expect(order).toMatchObject({ customerId: 'carl', placedAt: timeAt(5), promisedAt: timeAt(605) });
    expect(outcome.state?.commandLog).toMatchObject({ keyHash: 'k', bodyHash: 'b' });
  });

  test('the same key and body returns the first order, whatever the command id', () => {
    const { summary, order } = given(atBake()).when(placed());
    expect([summary, order.stage]).toEqual(['-', 'bake']);
  });

  test('the same key with another body is refused', () => {
    const other = command('place', carl, { keyHash: 'k', bodyHash: 'other' });
    expect(given([placed()]).when(other).summary).toBe('KEY_REUSED');
  });

  test('names each problem of the details', () => {
    const { outcome } = given([]).when(command('place', carl, { details: { flavor: 'Lemon' } }));
    expect(outcome.refusal).toMatchObject({ code: 'INVALID' });
    expect(outcome.refusal?.errors).toEqual([
      { field: '/flavour', detail: 'is required' },
      { field: '/flavor', detail: 'is not a known field' },
    ]);
  });

  test('a customer cannot place an order in the name of another', () => {
    expect(given([]).when(command('place', carl, { customerId: 'dora' })).order.customerId).toBe('carl');
    expect(given([]).when(command('place', ann, { customerId: 'dora' })).order.customerId).toBe('dora');
  });

  test('a retired stage gets no new orders and drains the old ones', () => {
    const before = given([placed()]).state;
    const after = retiring('bake');
    expect(given([], after).when(placed()).order.route).toEqual(['mix', 'taste']);
    expect(from(before, after).when(done('mix')).summary).toBe('StageCompleted, ticket');
  });

  test('a foreign record repeated by a worker is the same order', () => {
    const record = { id: 'tomix-0-17', ticketed: true, bodyHash: 'b' };
    const adopted = given([command('place', worker, record)]);
    expect(adopted.when(command('place', worker, record)).summary).toBe('-');
    expect(adopted.when(command('place', worker, { ...record, id: 'tomix-0-18' })).summary).toBe('-');
    const other = command('place', worker, { ...record, id: 'tomix-0-19', bodyHash: 'c' });
    expect(adopted.when(other).summary).toBe('KEY_REUSED, incident');
  });
});

describe('visits', () => {
  test.each(['start', 'claim', 'release', 'complete', 'fail', 'requeue'] as const)(
    '%s of another visit is stale',
    (type) => {
      const { when } = given([...atBake(), command('requeue', worker, { stage: 'bake' })]);
      expect(when(command(type, ann, { stage: 'bake', visit: 2 })).summary).toBe('STALE');
      expect(when(command(type, ann, { stage: 'bake', visit: 4 })).summary).toBe('STALE');
    },
  );

  test('a recall of another visit is stale', () => {
    expect(given(atBake()).when(command('recall', ann, { stage: 'mix', visit: 1 })).summary).toBe('STALE');
  });

  test('a worker that repeats the completion of a stage changes nothing', () => {
    const again = command('complete', worker, { stage: 'mix', visit: 1 });
    const { outcome, summary } = given([placed(), again]).when(again);
    expect([summary, outcome.steps]).toEqual(['STALE', []]);
  });
});

describe('a ticket that is requeued again and again', () => {
  const requeue = () => command('requeue', worker, { stage: 'bake' });

  test('more often than the stage has attempts is an incident that says why', () => {
    const { when } = given([...atBake(), requeue(), requeue(), requeue()]);
    const { order, summary } = when(requeue());
    expect(summary).toBe('IncidentOpened, withdrawal, incident');
    expect(order.incident?.reason).toBe('held longer than 600 s (holdFor) 4 times in a row');
  });

  test('has all its requeues again after a retry', () => {
    const incident = [...atBake(), requeue(), requeue(), requeue(), requeue()];
    const { when } = given([...incident, command('resolve', boss, { action: 'retry' })]);
    expect(when(requeue()).summary).toBe('StageRequeued, ticket');
  });
});

describe('recall', () => {
  const recall = () => command('recall', ann, { stage: 'mix' });

  test('within recallFor the earlier stage waits again on its original clock', () => {
    const { order, summary } = given(atBake()).when(recall(), 60);
    expect(summary).toBe('StageRecalled, ticket, withdrawal');
    expect(order).toMatchObject({ stage: 'mix', stageStatus: 'waiting', visit: 3, attempts: 1 });
    expect(order.stages).toEqual([
      { name: 'mix', readyAt: timeAt(0), recalled: true },
      { name: 'bake' },
      { name: 'taste' },
    ]);
  });

  test('the withdrawal is of the next stage and its visit, the ticket of the earlier one', () => {
    const { records } = given(atBake()).when(recall());
    expect(records.find((r) => r.event.type === 'cupcakery.Withdrawal')).toMatchObject({
      key: `${orderId}/bake`,
      value: JSON.stringify({ visit: 2, reason: 'StageRecalled' }),
    });
    expect(records.find((r) => r.event.type === 'cupcakery.Ticket')?.topic).toBe('tomix');
  });

  test('after recallFor it is too late', () => {
    expect(given(atBake()).when(recall(), 61).outcome.refusal).toEqual({
      code: 'TOO_LATE',
      message: 'mix was done 61 s ago; a recall must come within 60 s',
    });
  });

  test('the recalled stage, done again, sends the order on', () => {
    const { order } = given([...atBake(), recall()]).when(done('mix'), 9);
    expect(order).toMatchObject({ stage: 'bake', visit: 4 });
    expect(order.stages[1]).toEqual({ name: 'bake', readyAt: timeAt(9) });
  });
});

describe('outcomes', () => {
  const atTaste = () => [...atBake(), done('bake')];
  const taste = (outcome?: string) =>
    command('complete', boss, outcome === undefined ? { stage: 'taste' } : { stage: 'taste', outcome });

  test.each(['approve', 'reject'])('%s is recorded with the stage', (outcome) => {
    const { order } = given(atTaste()).when(taste(outcome));
    expect(order.stages.at(-1)).toMatchObject({ name: 'taste', by: 'boss', outcome });
    expect(order).toMatchObject({ status: 'finished', stageStatus: 'done' });
  });

  test('an unknown outcome is refused, and so is a missing one', () => {
    expect(given(atTaste()).when(taste('perhaps')).summary).toBe('INVALID');
    expect(given(atTaste()).when(taste()).summary).toBe('INVALID');
  });

  test('a stage without outcomes accepts none', () => {
    const odd = command('complete', ann, { stage: 'mix', outcome: 'approve' });
    expect(given([placed()]).when(odd).summary).toBe('INVALID');
  });

  test('another outcome after the end is refused, because the order is closed', () => {
    const finished = given([...atTaste(), taste('approve')]);
    expect(finished.when(taste('approve')).summary).toBe('-');
    expect(finished.when(taste('reject')).summary).toBe('CLOSED');
  });
});

describe('rework', () => {
  const stopped = () => [...atBake(), command('fail', worker, { stage: 'bake' })];
  const rework = (stage?: string) =>
    command('resolve', boss, stage === undefined ? { action: 'rework' } : { action: 'rework', stage });

  test('repeats the stage and all later ones, on a new clock', () => {
    const { order } = given(stopped()).when(rework('mix'), 7);
    expect(order).toMatchObject({ status: 'open', stage: 'mix', visit: 3, attempts: 1 });
    expect(order.stages).toEqual([{ name: 'mix', readyAt: timeAt(7) }, { name: 'bake' }, { name: 'taste' }]);
    expect(order.incident).toBeUndefined();
  });

  test('cannot skip ahead, leave the route or name no stage', () => {
    for (const stage of ['taste', 'paint', undefined]) {
      expect(given(stopped()).when(rework(stage)).summary).toBe('INVALID');
    }
  });

  test('a retry counts an attempt and keeps the clock', () => {
    const { order } = given(stopped()).when(command('resolve', boss, { action: 'retry' }), 7);
    expect(order).toMatchObject({ stage: 'bake', attempts: 2, visit: 3 });
    expect(order.stages[1]).toEqual({ name: 'bake', readyAt: timeAt(0) });
  });
});

test('a command longer than its bounds is not a command', () => {
  const long = 'x'.repeat(3000);
  for (const fields of [{ stage: long }, { stage: 'mix', reason: long }, { stage: 'mix', id: long }]) {
    const raw = { ...command('fail', ann, { stage: 'mix' }), ...fields };
    expect(commandSchema.safeParse(raw).success).toBe(false);
  }
});

test('details with names of prototype keys are harmless', () => {
  const details = JSON.parse('{"flavour":"Lemon","__proto__":{"polluted":true},"constructor":1}');
  const raw = { type: 'place', id: 'p', orderId, by: carl, details };
  const { outcome } = given([]).when(commandSchema.parse(raw));
  expect(outcome.refusal?.errors?.map((e) => e.field)).toContain('/constructor');
  expect(cakes.checkDetails(details).map((e) => e.field)).toContain('/__proto__');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
