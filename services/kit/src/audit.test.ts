import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { auditSignIn, createAudit } from './audit.ts';
import { Problem } from './http/problem.ts';
import { createLogger } from './log.ts';
import { createMetrics } from './metrics/metrics.ts';

function setUp() {
  const registry = new Registry();
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({
    service: 'x',
    level: 'info',
    destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
  });
  const audit = createAudit({ log, metrics: createMetrics(registry) });
  const denied = async (reason: string) =>
    (await registry.getSingleMetricAsString('cupcakery_denied_total')).match(
      new RegExp(`reason="${reason}"} (\\d+)`),
    )?.[1];
  return { audit, lines, denied };
}

const caller = {
  principal: { subject: 'sub-ann', name: 'Ann', token: 'secret' },
  address: '192.0.2.7',
  requestId: 'r-1',
  traceId: 't-1',
};

test('one line for each action says who did what, and by which request', () => {
  const { audit, lines } = setUp();
  audit.accepted(caller, { action: 'ticket.claim', object: 'order cupcakes/o-1' });
  expect(lines).toEqual([
    expect.objectContaining({
      audit: 'accepted',
      subject: 'sub-ann',
      name: 'Ann',
      action: 'ticket.claim',
      object: 'order cupcakes/o-1',
      address: '192.0.2.7',
      requestId: 'r-1',
      traceId: 't-1',
    }),
  ]);
  expect(JSON.stringify(lines)).not.toContain('secret');
});

test('what is denied says which role was needed, and counts from 0 by its reason', async () => {
  const { audit, lines, denied } = setUp();
  expect(await denied('role')).toBe('0');
  audit.denied(caller, {
    action: 'incident.resolve',
    object: 'x'.repeat(9_999),
    reason: 'role',
    needs: ['sre'],
  });
  expect(lines[0]).toMatchObject({ audit: 'denied', reason: 'role', needs: ['sre'] });
  expect(JSON.stringify(lines).length).toBeLessThan(1_000);
  expect([await denied('role'), await denied('not_yours')]).toEqual(['1', '0']);
});

test.each([
  [401, 'unauthenticated'],
  [403, 'origin'],
])('an authentication refused with %i counts as %s', async (status, reason) => {
  const { audit, lines, denied } = setUp();
  const refusal = new Problem({ status, code: 'X', title: 'no', detail: 'the token has expired' });
  const unknown = { principal: undefined, address: '192.0.2.7' };
  const signIn = auditSignIn(audit, { caller: unknown, object: '/graphql' }, () => Promise.reject(refusal));
  await expect(signIn).rejects.toBe(refusal);
  expect(lines[0]).toMatchObject({ audit: 'denied', detail: 'the token has expired', object: '/graphql' });
  expect(await denied(reason)).toBe('1');
});

test('a provider that is down is no denial', async () => {
  const { audit, lines } = setUp();
  const down = new Problem({ status: 503, code: 'X', title: 'down' });
  const unknown = { principal: undefined, address: '' };
  await expect(auditSignIn(audit, { caller: unknown, object: '/' }, () => Promise.reject(down))).rejects.toBe(
    down,
  );
  expect(lines).toEqual([]);
});
