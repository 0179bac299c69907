import { randomUUID } from 'node:crypto';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { createLogger } from '@cupcakery/kit/log';
import { followValues } from '@cupcakery/kit/testing/follow-values';
import { type Control, controlSchema } from '@cupcakery/workflow/contracts/control';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { startTestBed, type TestBed } from './testing/test-bed.ts';

const name = 'api-pause';
const api = `/api/v1/workflows/${name}`;
const sue = { user: 'sue', roles: 'sre' };
const mo = { user: 'mo', roles: 'mixer' };
const carl = { user: 'carl', roles: 'customer' };
const reason = 'The shop is closed';
let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed({ brokers: inject('brokers'), name });
});
afterAll(() => bed?.stop());

const place = (key: string, flavour = 'Lemon') =>
  bed.post(`${api}/orders`, { ...carl, key, body: { details: { flavour, size: 'M', quantity: 6 } } });
const pauseIntake = () => bed.post(`${api}/intake/pause`, { ...sue, body: { reason } });
const resumeIntake = () => bed.post(`${api}/intake/resume`, { ...sue, body: {} });
const control = async (call: object = sue) => (await bed.get(`${api}/control`, call)).body;
const untilIntakeIs = (paused: boolean) =>
  vi.waitFor(async () => expect((await control()).intake.paused).toBe(paused), {
    timeout: 10_000,
    interval: 20,
  });

describe('while the intake is paused', () => {
  it('a new order is refused with the reason, and a known key gets its first order', async () => {
    const key = randomUUID();
    const first = await place(key);
    expect(first.status).toBe(201);
    const paused = await pauseIntake();
    expect(paused.body).toEqual({ paused: true, reason, by: 'sue', at: expect.any(String) });
    await untilIntakeIs(true);

    const late = randomUUID();
    const refused = await place(late);
    expect([refused.status, refused.body.code, refused.body.title, refused.body.detail]).toEqual([
      409,
      'INTAKE_PAUSED',
      'No orders are taken now',
      reason,
    ]);
    const again = await place(key);
    expect([again.status, again.body.order.id]).toEqual([201, first.body.order.id]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await place(key, 'Vanilla')).body.code).toBe('KEY_REUSED');
    const old = await bed.post('/api/v1/order', {
      ...carl,
      body: { Order: { Flavour: 'Vanilla', Size: 'M', Quantity: 6 } },
    });
    expect([old.status, old.body.code]).toEqual([409, 'INTAKE_PAUSED']);

    expect((await resumeIntake()).body).toEqual({ paused: false, by: 'sue', at: expect.any(String) });
    await untilIntakeIs(false);
    expect((await place(late)).status).toBe(201);
  });
});

describe('a stage', () => {
  it('is paused by who works there, and the log keeps who, why and who resumed', async () => {
    const { errors, controls, stop } = await followControl();
    const body = { reason: 'The mixer is broken' };
    expect((await bed.post(`${api}/stages/mix/pause`, { ...mo, body })).status).toBe(200);
    await vi.waitFor(async () =>
      expect((await control()).stages[0]).toEqual({
        stage: 'mix',
        paused: true,
        reason: body.reason,
        by: 'mo',
        at: expect.any(String),
      }),
    );
    // Customers read that and why, but no names.
    expect((await control(carl)).stages[0]).not.toHaveProperty('by');
    expect((await bed.post(`${api}/stages/mix/resume`, { ...sue, body: {} })).status).toBe(200);
    await vi.waitFor(() => expect(controls()).toHaveLength(2), 10_000);
    expect(controls()).toMatchObject([
      { paused: true, reason: body.reason, by: 'mo', actor: { sub: 'mo' } },
      { paused: false, by: 'sue', actor: { sub: 'sue' } },
    ]);
    expect(errors).toEqual([]);
    await stop();
  });

  it('that does not exist, a body without a reason, and people without the role are refused', async () => {
    const body = { reason: 'x' };
    const unknown = await bed.post(`${api}/stages/paint/pause`, { ...sue, body });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'INVALID']);
    for (const bad of [{}, { reason: ' ' }, { reason: 'x'.repeat(501) }, { reason: 'x', stage: 'mix' }]) {
      expect((await bed.post(`${api}/stages/mix/pause`, { ...sue, body: bad })).status).toBe(400);
    }
    expect((await bed.post(`${api}/stages/bake/pause`, { ...mo, body })).status).toBe(403);
    expect((await bed.post(`${api}/intake/pause`, { ...mo, body })).status).toBe(403);
    expect((await control()).stages.filter((one: { paused: boolean }) => one.paused)).toEqual([]);
  });
});

/** What is written about the stage mix from now on. */
async function followControl() {
  const kafka = createKafkaClient(
    { brokers: [inject('brokers')], clientId: 'test' },
    createLogger({ service: 'test', level: 'error' }),
  );
  const read: Control[] = [];
  const errors: unknown[] = [];
  const follower = await followValues(kafka, topicNames(name).control, (value) => {
    const { data, error } = controlSchema.safeParse(JSON.parse(value.toString()));
    if (data) read.push(data);
    else errors.push(error);
  });
  await follower.caughtUp;
  const before = read.length;
  return { errors, controls: () => read.slice(before), stop: () => follower.stop() };
}
