import { expect, it } from 'vitest';
import { isPrivateHost } from './private-host.ts';

it.each([
  'localhost',
  '127.0.0.1',
  '[::1]',
  'order-api',
  'id.shop.svc',
  'id.shop.svc.cluster.local',
  'ID.Shop.SVC',
])('takes %s for a host of this machine or cluster', (host) => {
  expect(isPrivateHost(host)).toBe(true);
});

it.each([
  'id.example',
  '10.0.0.1',
  '3232235777',
  'svc.example.com',
  'evilsvc.com',
  'a.svc.evil.com',
  '[fe80::1]',
  '',
])('takes "%s" for somewhere else', (host) => {
  expect(isPrivateHost(host)).toBe(false);
});
