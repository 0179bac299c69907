import { expect, test } from 'vitest';
import type { Workflow } from './order.ts';
import { hasClaim, isStaff, linkedOrderOf, mayWorkAt, rolesIn, screenStageOf } from './rights.ts';

const workflow = { name: 'w', stages: [{ role: 'mixer' }, { role: 'baker' }] } as Workflow;

test.each([
  [['customer'], false, false],
  [['mixer'], true, false],
  [['baker'], true, true],
  [['sre'], true, false],
  [['admin'], true, true],
  [['w:board:bake'], false, true],
  [['w:board:mix'], false, false],
  [['w:link:bake'], false, false],
])('%j: staff %s, may bake %s', (roles, staff, bakes) => {
  expect(isStaff({ roles }, workflow)).toBe(staff);
  expect(mayWorkAt({ roles }, { name: 'bake', role: 'baker' })).toBe(bakes);
});

test.each([
  [['w:sre'], ['sre']],
  [
    ['w:mixer', 'mixer', 'baker'],
    ['mixer', 'baker'],
  ],
  [['other:sre'], ['other:sre']],
  [['w:board:bake'], ['w:board:bake']],
  [['w:link:p3.c0ffee-1'], ['w:link:p3.c0ffee-1']],
])('%j count on the workflow w as %j', (roles, plain) => {
  expect(rolesIn('w', roles)).toEqual(plain);
});

test('the roles of a wall screen and of a link say which stage and which order', () => {
  expect(screenStageOf({ roles: ['w:board:bake'] }, { name: 'w' })).toBe('bake');
  expect(screenStageOf({ roles: ['w:board:bake'] }, { name: 'other' })).toBeUndefined();
  expect(linkedOrderOf({ roles: ['w:link:p3.c0ffee-1'] })).toEqual({ workflow: 'w', id: 'p3.c0ffee-1' });
  expect(linkedOrderOf({ roles: ['w:board:link'] })).toBeUndefined();
});

const screen = { subject: 'board:1', name: 'Wall', cook: 'ann' };
test.each([
  ['of the cook at this screen', screen, { sub: 'ann', via: 'board:1' }, true],
  ['that the cook made signed in elsewhere', screen, { sub: 'ann', via: null }, true],
  ['of another cook at this screen', screen, { sub: 'bea', via: 'board:1' }, false],
  ['of the screen itself', screen, { sub: 'board:1', via: null }, true],
  ['that its owner made at a screen', { subject: 'ann', name: 'Ann' }, { sub: 'ann', via: 'board:1' }, true],
  ['under a name that was given', { subject: 'ann', name: 'Ann' }, { sub: 'ann', via: 'as' }, false],
  ['after the cook has left', { subject: 'board:1', name: 'Wall' }, { sub: 'ann', via: 'board:1' }, false],
])('a claim %s', (_what, me, claimedActor, own) => {
  expect(hasClaim(me, { claimedBy: 'x', claimedActor })).toBe(own);
});
