import { describe, expect, it } from 'vitest';
import { type ControlKey, controlOrderId } from '../contracts/control.ts';
import { partitionOf } from '../contracts/partition.ts';
import { type AnyCommand, readCommand, readControl, readReply } from '../contracts/records.ts';
import { boss, cakes, carl, command, given, retiring, timeAt } from '../testing/decider-spec.ts';
import { decideControl, recordsOfControl } from './decide-control.ts';

const now = timeAt(1);
const actor = { sub: 's-1' };
function control(about: string, fields: object) {
  const read: AnyCommand = readCommand(
    JSON.stringify({
      type: 'control',
      id: 'x-1',
      orderId: `control/${about}`,
      by: boss,
      actor,
      about,
      ...fields,
    }),
  );
  if (read.type !== 'control') throw new Error('no control');
  return read;
}
const pause = (about: string, fields: object = {}) =>
  control(about, { paused: true, reason: 'The oven is broken', ...fields });

describe('a pause', () => {
  it.each([
    ['stage/bake', 'cupcakery.StagePaused', 'cupcakery.StageResumed'],
    ['intake', 'cupcakery.IntakePaused', 'cupcakery.IntakeResumed'],
  ])('of %s is one record and the reply, and so is its end', (about, pausedType, resumedType) => {
    const paused = { paused: true, reason: 'The oven is broken', by: 'boss', actor, at: now };
    const resumed = { paused: false, by: 'boss', actor, at: now };
    for (const [sent, type, expected] of [
      [pause(about), pausedType, paused],
      [control(about, { paused: false }), resumedType, resumed],
    ] as const) {
      const records = recordsOfControl(cakes, sent, decideControl(cakes, sent, now), now);
      expect(records.map(({ topic, key, event }) => [topic, key, event.type])).toEqual([
        ['cakes.control', about, type],
        ['cakes.replies', 'x-1', 'cupcakery.Reply'],
      ]);
      expect(readControl(records[0]?.value ?? null)).toEqual(expected);
      expect(readReply(records[1]?.value ?? null)).toEqual({
        id: 'x-1',
        orderId: `control/${about}`,
        control: expected,
      });
    }
  });

  it('of a stage that does not exist, is retired, or has no reason is refused and writes nothing', () => {
    const refused = [
      [cakes, pause('stage/paint')],
      [retiring('bake'), pause('stage/bake')],
      [cakes, control('stage/bake', { paused: true })],
    ] as const;
    for (const [workflow, sent] of refused) {
      const decision = decideControl(workflow, sent, now);
      expect(decision).toMatchObject({ refusal: { code: 'INVALID' } });
      const records = recordsOfControl(workflow, sent, decision, now);
      expect(records.map(({ topic }) => topic)).toEqual(['cakes.replies']);
    }
    // What was paused before it was retired can go on.
    expect(decideControl(retiring('bake'), control('stage/bake', { paused: false }), now)).toHaveProperty(
      'control',
    );
  });

  it('has a reason of 1 to 500 characters, and is about something that can be paused', () => {
    for (const reason of ['', '   ', 'x'.repeat(501)]) {
      expect(() => pause('intake', { reason })).toThrow(/reason/);
    }
    expect(pause('intake', { reason: 'x'.repeat(500) }).reason).toHaveLength(500);
    for (const about of ['', 'stage/', 'orders']) expect(() => pause(about)).toThrow(/about/);
  });

  it('comes to one partition with all others about the same, under an id that no order has', () => {
    for (const about of ['intake', 'stage/bake', 'stage/pre-bake'] satisfies ControlKey[]) {
      const id = controlOrderId(about);
      expect(id).toMatch(/^control\//);
    }
    expect([partitionOf('control/intake', 4), partitionOf('control/stage/bake', 4)]).toEqual([3, 1]);
  });
});

describe('while no orders are taken', () => {
  const place = (fields: object = {}) =>
    command('place', carl, { intakePaused: 'The shop is closed', ...fields });

  it('a new order is refused with the reason, also under a new key and whatever its details are', () => {
    for (const fields of [{}, { keyHash: 'k', bodyHash: 'b' }, { details: {} }]) {
      const { outcome, summary } = given([]).when(place(fields));
      expect(summary).toBe('INTAKE_PAUSED');
      expect(outcome.refusal).toEqual({ code: 'INTAKE_PAUSED', message: 'The shop is closed' });
    }
  });

  it('a known key gets the first order, and with another body its refusal', () => {
    const key = { keyHash: 'k', bodyHash: 'b' };
    const first = given([command('place', carl, key)]);
    expect(first.when(place(key)).summary).toBe('-');
    expect(first.when(place(key)).order.id).toBe(first.state?.order.id);
    expect(first.when(place({ ...key, bodyHash: 'c' })).summary).toBe('KEY_REUSED');
  });

  it('work on orders goes on', () => {
    expect(given([command('place', carl)]).when(command('cancel', carl)).summary).toMatch(/OrderCancelled/);
  });
});
