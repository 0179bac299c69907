import { describe, expect, test } from 'vitest';
import { ann, boss, carl, command, dora, from, given, without, worker } from '../testing/decider-spec.ts';
import { maxLoggedAnswers } from './command-log.ts';

const placed = () => command('place', carl, { keyHash: 'k', bodyHash: 'b' });
const done = (stage: string) => command('complete', worker, { stage });
const atBake = () => [placed(), done('mix')];

describe('a stage that the workflow file no longer has', () => {
  test('stops the order with FAULT and an incident, and a repeat gets FAULT again', () => {
    const last = command('complete', ann, { stage: 'mix' });
    const { outcome, summary } = from(given([placed()]).state, without('bake')).when(last);
    expect(summary).toBe('FAULT, IncidentOpened, withdrawal, incident');
    expect(outcome.state?.order.incident?.reason).toContain('put it back as retired: true');
    expect(from(outcome.state, without('bake')).when(last).summary).toBe('FAULT');
  });

  test.each([
    ['release', [command('claim', ann, { stage: 'bake' })], { stage: 'bake' }, 'bake'],
    ['requeue', [], { stage: 'bake' }, 'bake'],
    ['recall', [], { stage: 'mix' }, 'mix'],
    ['cancel', [], {}, 'bake'],
  ] as const)('%s cannot issue a ticket for it', (type, before, fields, stage) => {
    const { state } = given([...atBake(), ...before]);
    const { summary } = from(state, without(stage)).when(command(type, ann, fields));
    expect(summary).toBe('FAULT, IncidentOpened, withdrawal, incident');
  });

  test.each([{ action: 'retry' }, { action: 'rework', stage: 'bake' }])(
    'resolve ($action) is refused and the incident stays',
    (fields) => {
      const { state } = given([...atBake(), command('fail', ann, { stage: 'bake' })]);
      const resolve = command('resolve', boss, fields);
      const { outcome, summary } = from(state, without('bake')).when(resolve);
      expect([summary, outcome.state?.order.status]).toEqual(['FAULT', 'incident']);
      expect(from(outcome.state, without('bake')).when(command('cancel', ann)).summary).toMatch(
        /^OrderCancelled/,
      );
    },
  );
});

describe('a complete of a worker that is refused', () => {
  const atTaste = () => given([...atBake(), done('bake')]);
  const visit = () => atTaste().state?.order.visit;

  test.each([
    ['an outcome that the stage does not have', { outcome: 'maybe' }],
    ['no outcome where one is needed', {}],
  ])('for %s stops the order at an incident, since the ticket is gone', (_name, fields) => {
    const complete = command('complete', worker, { stage: 'taste', visit: visit(), ...fields });
    const { outcome, summary } = from(atTaste().state).when(complete);
    expect(summary).toBe('INVALID, IncidentOpened, withdrawal, incident');
    expect(outcome.state?.order.incident?.reason).toContain('outcome must be one of approve, reject');
    expect(from(outcome.state).when(complete).summary).toBe('AT_INCIDENT');
  });

  test('changes nothing when the visit is over, or when it is a person’s', () => {
    const stale = command('complete', worker, { stage: 'taste', visit: 1 });
    expect(from(atTaste().state).when(stale).summary).toBe('STALE');
    const cook = command('complete', ann, { stage: 'taste', visit: visit() });
    expect(from(atTaste().state).when(cook).summary).toBe('INVALID');
  });
});

describe('the command log', () => {
  const refusedClaim = () => command('claim', ann, { stage: 'bake' });

  test('a refusal is pending at once and carried by the next event', () => {
    const claim = refusedClaim();
    const refused = given([placed()]).when(claim).outcome;
    expect(refused.state?.pendingAnswers).toEqual([{ id: claim.id, code: 'NOT_AT_STAGE' }]);
    const next = from(refused.state).when(done('mix')).outcome;
    expect(next.steps[0]?.event.refused).toEqual([{ id: claim.id, code: 'NOT_AT_STAGE' }]);
    // Now the claim would succeed; the repeated request gets its first answer all the same.
    expect(from(next.state).when(claim).summary).toBe('NOT_AT_STAGE');
  });

  test('an accepted command that changes nothing is logged too', () => {
    const again = command('claim', ann, { stage: 'mix' });
    const claimed = given([placed(), command('claim', ann, { stage: 'mix' }), again]);
    const released = claimed.when(command('release', ann, { stage: 'mix' })).outcome;
    expect(from(released.state).when(again).summary).toBe('-');
  });

  test('a command id with another body is refused and not logged', () => {
    const claim = command('claim', ann, { stage: 'mix', id: 'x', bodyHash: 'one' });
    const { when, state } = given([placed(), claim]);
    const { outcome, summary } = when(command('release', ann, { stage: 'mix', id: 'x', bodyHash: 'two' }));
    expect(summary).toBe('KEY_REUSED');
    expect(outcome.state).toBe(state);
  });

  test('workers’ commands are not logged, accepted or refused', () => {
    const { outcome } = given([placed(), command('start', worker, { stage: 'mix' })]).when(done('bake'));
    expect(outcome.state?.commandLog.recent).toHaveLength(1);
    expect(outcome.state?.pendingAnswers).toEqual([]);
  });

  test('keeps the last 16 answers, and as many refusals that no event has carried yet', () => {
    let { state } = given([placed()]);
    for (let i = 0; i < 40; i++) state = from(state).when(refusedClaim()).outcome.state;
    expect(state?.pendingAnswers).toHaveLength(maxLoggedAnswers);
    state = from(state).when(command('claim', ann, { stage: 'mix' })).outcome.state;
    expect(state?.commandLog.recent).toHaveLength(maxLoggedAnswers);
    expect(state?.pendingAnswers).toEqual([]);
    expect(from(state).when(placed()).summary).toBe('-');
  });

  test('reveals nothing to another customer, not even by a command id that was answered', () => {
    const claim = command('claim', ann, { stage: 'mix' });
    const stranger = { ...claim, by: dora };
    const { outcome, records } = given([placed(), claim]).when(stranger);
    expect(outcome.refusal?.code).toBe('NOT_FOUND');
    expect(outcome.state?.pendingAnswers).toEqual([]);
    expect(records).toHaveLength(1);
    expect(records[0]?.value).not.toContain('Lemon');
  });
});
