import { describe, expect, it } from 'vitest';
import { cakes, command, dora, given } from '../testing/decider-spec.ts';
import { customerIdOf, hasRole, isStaff, mayRead } from './access.ts';

const caller = (...roles: string[]) => ({ subject: 'dora', roles });

describe('a caller', () => {
  it.each([
    [['sre'], true],
    [['admin'], true],
    [[cakes.stages[0]?.role ?? ''], true],
    [['customer'], false],
    [['manager'], false],
    [[], false],
  ])('with roles %j is staff: %j', (roles, staff) => {
    expect(isStaff(caller(...roles), cakes)).toBe(staff);
  });

  it('has every role as admin, else those of the token', () => {
    expect(hasRole(caller('admin'), 'baker')).toBe(true);
    expect(hasRole(caller('mixer'), 'baker')).toBe(false);
  });

  it('may read their own orders, staff all', () => {
    const { order } = given([]).when(command('place', dora));
    expect(mayRead(caller('customer'), cakes, order)).toBe(true);
    expect(mayRead({ ...caller('customer'), subject: 'carl' }, cakes, order)).toBe(false);
    expect(mayRead({ ...caller('sre'), subject: 'carl' }, cakes, order)).toBe(true);
  });

  it('with a subject too long for a command is known by its hash', () => {
    const long = (end: string) => customerIdOf({ ...caller(), subject: `${'x'.repeat(200)}${end}` });
    expect(long('a')).not.toBe(long('b'));
    expect(long('a').length).toBeLessThanOrEqual(200);
  });
});
