import type { Principal } from '@cupcakery/kit/auth/principal';
import { describe, expect, it } from 'vitest';
import { cupcakes } from '../../testing/cupcakes.ts';
import { exampleOrder } from '../openapi/examples.ts';
import {
  actorOf,
  identityOf,
  mayRead,
  refuseActingForClaimHolder,
  requireCustomerOrStaff,
  requireStage,
} from './access.ts';

const who = (...roles: string[]): Principal => ({ subject: 'sub-ann', name: 'Ann', roles });
const order = exampleOrder(cupcakes);
const forbidden = expect.objectContaining({ status: 403 });

describe('callers', () => {
  it.each([
    [['customer'], { kind: 'customer', name: 'sub-ann' }],
    [[], { kind: 'customer', name: 'sub-ann' }],
    [['customer', 'mixer'], { kind: 'cook', name: 'Ann' }],
    [['sre'], { kind: 'cook', name: 'Ann' }],
    [['admin'], { kind: 'manager', name: 'Ann' }],
    // A manager of another workflow is nobody here.
    [['manager'], { kind: 'customer', name: 'sub-ann' }],
  ])('with roles %j act as %j', (roles, actor) => {
    expect(actorOf(who(...roles), cupcakes)).toEqual(actor);
  });

  it('see their own orders, staff all', () => {
    expect(mayRead(who('customer'), cupcakes, order)).toBe(false);
    expect(mayRead(who('customer'), cupcakes, { ...order, customerId: 'sub-ann' })).toBe(true);
    expect(mayRead(who('baker'), cupcakes, order)).toBe(true);
  });

  it('need a role to place and the stage’s role to work', () => {
    expect(() => requireCustomerOrStaff(who('stranger'), cupcakes)).toThrow(forbidden);
    expect(() => requireCustomerOrStaff(who('customer'), cupcakes)).not.toThrow();
    expect(() => requireStage(who('baker'), cupcakes, 'mix')).toThrow(forbidden);
    expect(() => requireStage(who('mixer'), cupcakes, 'mix')).not.toThrow();
    expect(() => requireStage(who('customer'), cupcakes, 'no-stage')).toThrow(forbidden);
    expect(() => requireStage(who('mixer'), cupcakes, 'no-stage')).not.toThrow();
  });

  it('cannot finish another’s ticket under their name', () => {
    const claimed = { ...order, claimedBy: 'Bea' };
    expect(() => refuseActingForClaimHolder(who('mixer'), claimed, 'Bea')).toThrow(
      expect.objectContaining({ code: 'CLAIMED' }),
    );
    expect(() => refuseActingForClaimHolder(who('mixer'), order, 'Bea')).not.toThrow();
    expect(() => refuseActingForClaimHolder(who('admin'), claimed, 'Bea')).not.toThrow();
  });

  it('with a subject too long for a command are known by its hash', () => {
    const long = (end: string) => identityOf({ ...who(), subject: `${'x'.repeat(200)}${end}` });
    expect(long('a')).not.toBe(long('b'));
    expect(long('a').length).toBeLessThanOrEqual(200);
  });
});
