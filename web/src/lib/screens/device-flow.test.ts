import { expect, test } from 'vitest';
import { type DeviceEvent, type DeviceFlow, initialFlow, mostRenewals, reduceFlow } from './device-flow.ts';

const code = {
  deviceCode: 'd',
  userCode: 'ABCD-EFGH',
  address: 'https://id/device',
  addressWithCode: 'https://id/device?user_code=ABCD-EFGH',
  expiresAt: 1_000,
  intervalMs: 5_000,
};
const starting: DeviceFlow = { phase: 'starting', renewals: 2 };
const waiting: DeviceFlow = { phase: 'waiting', renewals: 2, code };
const renewed: DeviceFlow = { phase: 'starting', renewals: 3 };
const unreachable: DeviceFlow = { phase: 'unreachable', renewals: 2 };
const last = { renewals: mostRenewals };
const confirmed: DeviceFlow = { phase: 'confirmed', token: 't' };

test.each<[DeviceFlow, DeviceEvent, DeviceFlow]>([
  [starting, { type: 'code', code }, waiting],
  [starting, { type: 'unreachable' }, unreachable],
  [starting, { type: 'refused', detail: 'no' }, { phase: 'refused', detail: 'no' }],
  [starting, { type: 'again', pressed: true }, starting],
  [waiting, { type: 'pending', at: 999 }, waiting],
  [waiting, { type: 'pending', at: 1_000 }, renewed],
  [waiting, { type: 'slow-down' }, { ...waiting, code: { ...code, intervalMs: 10_000 } }],
  [waiting, { type: 'expired' }, renewed],
  [waiting, { type: 'denied' }, { phase: 'denied' }],
  [waiting, { type: 'confirmed', token: 't' }, confirmed],
  [waiting, { type: 'again', pressed: true }, waiting],
  [{ ...waiting, ...last }, { type: 'expired' }, { phase: 'expired' }],
  [unreachable, { type: 'again', pressed: false }, renewed],
  [{ ...unreachable, ...last }, { type: 'again', pressed: false }, { phase: 'expired' }],
  [unreachable, { type: 'again', pressed: true }, initialFlow],
  [{ phase: 'expired' }, { type: 'again', pressed: false }, { phase: 'expired' }],
  [{ phase: 'expired' }, { type: 'again', pressed: true }, initialFlow],
  [{ phase: 'denied' }, { type: 'again', pressed: true }, initialFlow],
  [{ phase: 'denied' }, { type: 'code', code }, { phase: 'denied' }],
  [confirmed, { type: 'expired' }, confirmed],
  [confirmed, { type: 'again', pressed: true }, confirmed],
])('%j after %j: %j', (state, event, expected) => {
  expect(reduceFlow(state, event)).toEqual(expected);
});
