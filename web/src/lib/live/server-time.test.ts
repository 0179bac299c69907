import type { LinkState } from '@cupcakery/client/link';
import { expect, test } from 'vitest';
import { inServerTime } from './server-time.ts';

const live: LinkState = { phase: 'live', since: 10, failures: 0, deviceOffline: false };

test.each<[LinkState, Partial<LinkState>]>([
  [live, { since: 1_010 }],
  [
    { ...live, heardAt: 20 },
    { since: 1_010, heardAt: 1_020 },
  ],
  [
    { ...live, phase: 'offline', heardAt: 20, retryAt: 30, closed: 'silent' },
    { since: 1_010, heardAt: 1_020, retryAt: 1_030 },
  ],
])('each time that is known is moved: %j', (state, moved) => {
  expect(inServerTime(state, 1_000)).toEqual({ ...state, ...moved });
});
