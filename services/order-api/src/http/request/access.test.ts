import type { Principal } from '@cupcakery/kit/auth/principal';
import { customerIdOf, mayRead } from '@cupcakery/workflow/access/access';
import { describe, expect, it } from 'vitest';
import { actorOf } from '../../orders/actor.ts';
import { cupcakes } from '../../testing/cupcakes.ts';
import { exampleOrder } from '../openapi/examples.ts';
import { refuseActingForClaimHolder, requireCustomerOrStaff, requireStage } from './access.ts';

const caller = (...roles: string[]): Principal => ({ subject: 'sub-ann', name: 'Ann', roles });
const order = exampleOrder(cupcakes);
const forbidden = expect.objectContaining({ status: 403 });

describe('callers', () => {
  it.each([
    [['customer'], { kind: 'customer', name: 'sub-ann' }],
    [[], { kind: 'customer', name: 'sub-ann' }],
    [['customer', 'mixer'], { kind: 'cook', name: 'Ann' }],
    [['sre'], { kind: 'cook', name: 'Ann' }],
    [['admin'], { kind: 'manager', name: 'Ann' }],
    // A manager of another workflow has no role here.
    [['manager'], { kind: 'customer', name: 'sub-ann' }],
  ])('with roles %j act as %j', (roles, actor) => {
    expect(actorOf(caller(...roles), cupcakes)).toEqual(actor);
  });

  it('see their own orders, staff all orders', () => {
    expect(mayRead(caller('customer'), cupcakes, order)).toBe(false);
    expect(mayRead(caller('customer'), cupcakes, { ...order, customerId: 'sub-ann' })).toBe(true);
    expect(mayRead(caller('baker'), cupcakes, order)).toBe(true);
  });

  it('need a role to place and the stage’s role to work', () => {
    expect(() => requireCustomerOrStaff(caller('stranger'), cupcakes)).toThrow(forbidden);
    expect(() => requireCustomerOrStaff(caller('customer'), cupcakes)).not.toThrow();
    expect(() => requireStage(caller('baker'), cupcakes, 'mix')).toThrow(forbidden);
    expect(() => requireStage(caller('mixer'), cupcakes, 'mix')).not.toThrow();
    expect(() => requireStage(caller('customer'), cupcakes, 'no-stage')).toThrow(forbidden);
    expect(() => requireStage(caller('mixer'), cupcakes, 'no-stage')).not.toThrow();
  });

  it('cannot finish another’s ticket under their name', () => {
    const claimed = { ...order, claimedBy: 'Bea' };
    expect(() => refuseActingForClaimHolder(caller('mixer'), claimed, 'Bea')).toThrow(
      expect.objectContaining({ code: 'CLAIMED' }),
    );
    expect(() => refuseActingForClaimHolder(caller('mixer'), order, 'Bea')).not.toThrow();
    expect(() => refuseActingForClaimHolder(caller('admin'), claimed, 'Bea')).not.toThrow();
  });

  it('with a subject too long for a command are identified by its hash', () => {
    const long = (end: string) => customerIdOf({ ...caller(), subject: `${'x'.repeat(200)}${end}` });
    expect(long('a')).not.toBe(long('b'));
    expect(long('a').length).toBeLessThanOrEqual(200);
  });
});
