import { createAdmission } from '@cupcakery/kit/commands/admission';
import type { Backlog } from '@cupcakery/kit/commands/backlog';
import { createReplies } from '@cupcakery/kit/commands/replies';
import { BrokerUnavailable } from '@cupcakery/kit/kafka/produce/broker-unavailable';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import type { Command } from '@cupcakery/workflow/contracts/command';
import { partitionOf } from '@cupcakery/workflow/contracts/partition';
import { readReply } from '@cupcakery/workflow/contracts/records';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failureOf } from '../failures/request-failure.ts';
import { asProblem } from '../http/request/problem-table.ts';
import { createSubmit, type Submit } from './submit.ts';

const command: Command = {
  id: 'c-1',
  type: 'cancel',
  orderId: 'abc-1',
  by: { kind: 'customer', name: 'ann' },
  bodyHash: 'h',
};

function setUp({
  send = async () => {},
  maxPending = 10,
  lag,
}: {
  send?: () => Promise<void>;
  maxPending?: number;
  lag?: number;
} = {}) {
  const sent: ProduceRecord[] = [];
  const shed: string[] = [];
  const replies = createReplies(readReply, () => {});
  const admission = createAdmission({
    maxPending,
    maxInFlight: 500,
    onShed: (reason) => shed.push(reason),
    failureOf,
  });
  const backlog: Backlog = {
    commands: lag,
    overloaded: (lag ?? 0) > 100,
    reachable: lag !== undefined,
    stop: async () => {},
  };
  const submitCommand = createSubmit({
    topic: 'w.commands',
    partitions: 4,
    producer: {
      send: (records) => {
        sent.push(...records);
        return send();
      },
    },
    replies,
    backlog,
    admission,
    now: Date.now,
    replyTimeoutMs: 1000,
  });
  /** As the edge answers it. */
  const submit: Submit = (...request) =>
    submitCommand(...request).catch((error: unknown) => {
      throw asProblem(error);
    });
  const answer = (id: string) =>
    replies.receive([
      {
        topic: 'w.replies',
        partition: 0,
        offset: 0,
        key: id,
        value: Buffer.from(JSON.stringify({ id, orderId: 'abc-1' })),
      },
    ]);
  return { submit, sent, shed, admission, replies, answer };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('submit', () => {
  it('sends the command to its order’s partition as a CloudEvent and returns the reply', async () => {
    const { submit, sent, answer, admission } = setUp();
    const reply = submit(command, '00-trace');
    expect(admission.pending).toBe(1);
    answer('c-1');
    expect(await reply).toEqual({ id: 'c-1', orderId: 'abc-1' });
    expect(admission.pending).toBe(0);
    expect(sent[0]).toMatchObject({
      topic: 'w.commands',
      partition: partitionOf('abc-1', 4),
      key: 'abc-1',
      headers: {
        ce_id: 'c-1',
        ce_type: 'cupcakery.command.cancel',
        ce_source: '/cupcakery/order-api',
        traceparent: '00-trace',
      },
    });
  });

  it('is pending when Kafka has the command and the bound passes', async () => {
    const { submit, admission, replies } = setUp();
    const reply = submit(command);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await reply).toBe('pending');
    expect([admission.pending, replies.waiting]).toEqual([0, 0]);
  });

  it('answers 503 when Kafka does not acknowledge the command within the bound', async () => {
    const { submit } = setUp({ send: () => new Promise(() => {}) });
    const refused = expect(submit(command)).rejects.toMatchObject({ code: 'UNAVAILABLE', status: 503 });
    await vi.advanceTimersByTimeAsync(1000);
    await refused;
  });

  it('answers 503 when the producer gives up, but a bug stays a bug', async () => {
    const away = setUp({ send: () => Promise.reject(new BrokerUnavailable('gone')) });
    await expect(away.submit(command)).rejects.toMatchObject({ options: { status: 503, retryAfter: 5 } });
    const bug = setUp({ send: () => Promise.reject(new TypeError('bug')) });
    await expect(bug.submit(command)).rejects.toThrow(TypeError);
    expect(bug.admission.pending).toBe(0);
  });

  it('sends nothing above the bounds, and does not shed when the backlog is unknown', async () => {
    const busy = setUp({ maxPending: 1 });
    void busy.submit(command);
    await expect(busy.submit({ ...command, id: 'c-2' })).rejects.toMatchObject({ status: 429 });
    expect([busy.sent.length, busy.shed]).toEqual([1, ['pending']]);
    const behind = setUp({ lag: 101 });
    await expect(behind.submit(command)).rejects.toMatchObject({ status: 503, code: 'OVERLOADED' });
    const unknown = setUp();
    void unknown.submit(command);
    expect(unknown.sent).toHaveLength(1);
  });

  it('refuses another body under an id that is still in progress', async () => {
    const { submit, sent, answer } = setUp();
    const first = submit(command);
    expect(await submit({ ...command, bodyHash: 'other' })).toMatchObject({ code: 'KEY_REUSED' });
    expect(sent).toHaveLength(1);
    answer('c-1');
    expect(await first).not.toHaveProperty('code');
  });
});
