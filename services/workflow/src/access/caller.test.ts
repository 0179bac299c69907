import { describe, expect, it } from 'vitest';
import { cakes } from '../testing/decider-spec.ts';
import { customerIdOf, hasRole, isStaff, scopeOf } from './caller.ts';

const caller = (...roles: string[]) => ({ subject: 'dora', roles });

describe('a caller', () => {
  it.each([
    [['sre'], true],
    [['admin'], true],
    [['cakes:sre'], true],
    [['cakes:admin'], true],
    [['mixer'], true],
    [['cakes:mixer'], true],
    [['leave:sre'], false],
    [['leave:mixer'], false],
    [['customer'], false],
    [['shop'], false],
    [['manager'], false],
    [[], false],
  ])('with roles %j is staff: %j', (roles, staff) => {
    expect(isStaff(caller(...roles), cakes)).toBe(staff);
  });

  it.each([
    [['admin'], 'baker', true],
    [['cakes:admin'], 'baker', true],
    [['leave:admin'], 'baker', false],
    [['mixer'], 'baker', false],
    [['baker'], 'baker', true],
  ])('with roles %j has the role %s: %j', (roles, role, has) => {
    expect(hasRole(caller(...roles), cakes, role)).toBe(has);
  });

  it('with a subject too long for a command is identified by its hash', () => {
    const long = (end: string) => customerIdOf({ subject: `${'x'.repeat(200)}${end}` });
    expect(long('a')).not.toBe(long('b'));
    expect(long('a').length).toBeLessThanOrEqual(200);
  });

  it.each([
    [['mixer'], { department: ['HR', 'IT'] }, ['HR', 'IT']],
    [['mixer'], {}, []],
    [['mixer'], undefined, []],
    [['mixer', 'sre'], { department: ['HR'] }, undefined],
    [['admin'], undefined, undefined],
  ])('with roles %j and claims %j works on %j', (roles, claims, scope) => {
    const scoped = { ...cakes, scope: { field: 'team', claim: 'department' } };
    const one = { ...caller(...roles), ...(claims ? { claims } : {}) };
    expect(scopeOf(one, scoped)).toEqual(scope);
    expect(scopeOf(one, cakes)).toBeUndefined();
  });
});
