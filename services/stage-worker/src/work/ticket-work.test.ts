import { noTracer } from '@cupcakery/kit/tracing/tracer';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CommandSender } from '../tickets/command-sender.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { createPersistentWork } from './persistent-work.ts';
import { startTicketWork } from './ticket-work.ts';
import { createTimerWork } from './timer.ts';

const { stages } = parseWorkflow(
  `
name: cakes
title: Cakes
promise: 10m
details: { type: object }
stages:
  - { name: mix, done: mixed, verb: mix, topic: tomix, role: mixer, mode: timer, takes: 0s, holdFor: 1ms }
results: { topic: donecakes }
`,
  'cakes.yaml',
);
const ticket: Ticket = {
  partition: 0,
  offset: 7,
  orderId: 'o-1',
  visit: 1,
  readyAt: 0,
  value: Buffer.alloc(0),
  traceparent: undefined,
};

/** Works on one ticket that takes `takes` seconds, with a sender that fails where it is told to. */
function working(takes: number, failing: Partial<CommandSender>) {
  const [stage] = stages;
  if (!stage) throw new Error('no stage');
  const finished: string[] = [];
  const abandoned = vi.fn();
  const nothing = async () => {};
  const tickets = startTicketWork({
    workflow: { name: 'tea' },
    stage,
    tracer: noTracer,
    work: createPersistentWork(createTimerWork(takes), { attempts: 1, onDown() {} }),
    sender: {
      place: nothing,
      announceStart() {},
      complete: nothing,
      fail: nothing,
      requeue: nothing,
      incident: nothing,
      ...failing,
    },
    withdrawals: {
      sync: nothing,
      has: () => false,
      watch() {},
      unwatch() {},
      unwatchAll() {},
      failed: new Promise<never>(() => {}),
      stop: nothing,
    },
    observer: { finished: (outcome) => finished.push(outcome), abandoned, inWork() {}, held() {} },
  });
  onTestFinished(() => tickets.stop());
  const partition = { tracker: { finish() {} }, revoked: new AbortController() };
  return { tickets, partition, done: tickets.workOn(partition, ticket, 0), finished, abandoned };
}

const refused = () => Promise.reject(new Error('not authorized to write'));

describe('a command that the broker refuses for good', () => {
  it.each<[string, number, Partial<CommandSender>]>([
    ['a requeue', 60, { requeue: refused }],
    ['a complete', 0, { complete: refused }],
  ])('fails the process and is not counted as abandoned: %s', async (_name, takes, failing) => {
    const { done, finished, abandoned } = working(takes, failing);
    await expect(done).rejects.toThrow('not authorized to write');
    expect(abandoned).not.toHaveBeenCalled();
    expect(finished).toEqual([]);
  });

  it('is abandoned when others own the partition by then', async () => {
    const { tickets, partition, done, finished, abandoned } = working(60, {
      requeue: async () => {
        tickets.revoke(partition);
        throw new Error('not delivered');
      },
    });
    await done;
    expect(abandoned).toHaveBeenCalledOnce();
    expect(finished).toEqual([]);
  });
});

it('a ticket that is held too long is requeued and finished', async () => {
  const { done, finished } = working(60, {});
  await done;
  expect(finished).toEqual(['requeued']);
});
