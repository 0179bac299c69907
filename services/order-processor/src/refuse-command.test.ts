import { readFileSync } from 'node:fs';
import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import type { Actor, Command } from '@cupcakery/workflow/contracts/command';
import { type AnyCommand, readCommand, readIncident, readReply } from '@cupcakery/workflow/contracts/records';
import { handle } from '@cupcakery/workflow/decider/handle';
import { parseWorkflow } from '@cupcakery/workflow/file/workflow-file';
import { describe, expect, it } from 'vitest';
import { refusalsOf } from './refuse-command.ts';

const workflow = parseWorkflow(
  readFileSync('charts/cupcakery/workflows/cupcakes.yaml', 'utf8'),
  'cupcakes.yaml',
);
const worker: Actor = { kind: 'worker', name: 'w' };
const ann: Actor = { kind: 'customer', name: 'ann' };
const now = new Date('2026-11-21T12:00:00Z');
const tooLarge = new Error('a record of about 3000 bytes is more than topic readytobake accepts');
const place: Command = {
  type: 'place',
  id: 'c-1',
  orderId: 'a-b',
  by: ann,
  details: { flavour: 'Vanilla', size: 'M', quantity: 6 },
};
const complete: Command = { type: 'complete', id: 'c-2', orderId: 'a-b', by: worker, stage: 'mix', visit: 1 };
const placed = handle(workflow, undefined, place, now.toISOString()).state;
const record: KafkaRecord = {
  topic: 'cupcakes.commands',
  partition: 2,
  offset: 7,
  timestamp: 0,
  key: 'a-b',
  value: null,
  headers: Buffer.alloc(1),
};

/** The topics of each alternative. */
const refused = (command: AnyCommand | undefined, before = placed) =>
  refusalsOf(workflow, record, { command, before }, tooLarge, now);
const topicsOf = (alternatives: ReturnType<typeof refused>) =>
  alternatives.map(({ records }) => records.map(({ topic }) => topic.replace('cupcakes.', '')));

describe('a command whose records are too large', () => {
  it('of a worker stops its order at an incident, or becomes an incident itself', () => {
    const alternatives = refused(complete);
    expect(topicsOf(alternatives)[0]).toEqual(['order-events', 'orders', 'withdrawals', 'incidents']);
    expect(alternatives[0]?.state?.order.status).toBe('incident');
    expect(topicsOf(alternatives).slice(1)).toEqual(Array.from({ length: 4 }, () => ['incidents']));
    const incident = readIncident(alternatives[1]?.records[0]?.value ?? null);
    expect(incident).toMatchObject({ reason: tooLarge.message, record: { partition: 2, offset: '7' } });
  });

  it('of a person becomes an incident, changes nothing, and is answered with the reason', () => {
    const [first, ...others] = refused(place, undefined);
    expect(topicsOf(first ? [first] : [])).toEqual([['incidents', 'replies']]);
    expect(first?.state).toBeUndefined();
    const reply = readReply(first?.records[1]?.value ?? null);
    expect(reply).toEqual({ id: 'c-1', orderId: 'a-b', code: 'INVALID', message: tooLarge.message });
    expect(topicsOf(others)).toEqual([['incidents', 'replies'], ['incidents'], ['incidents']]);
    const cancel: Command = { type: 'cancel', id: 'c-3', orderId: 'a-b', by: ann };
    expect(refused(cancel)[0]?.state).toBeUndefined();
  });

  it('that pauses becomes an incident, changes nothing, and is answered with the reason', () => {
    const pause = readCommand(
      JSON.stringify({ ...place, type: 'control', about: 'intake', paused: true, reason: 'closed' }),
    );
    const [first, ...others] = refused(pause, undefined);
    expect(topicsOf(first ? [first] : [])).toEqual([['incidents', 'replies']]);
    expect(readReply(first?.records[1]?.value ?? null)).toMatchObject({ id: 'c-1', code: 'INVALID' });
    expect(topicsOf(others)).toEqual([['incidents', 'replies'], ['incidents'], ['incidents']]);
  });

  it('that cannot be read becomes an incident, at the least without its key', () => {
    const incidents = refused(undefined).map(({ records }) => readIncident(records[0]?.value ?? null));
    expect(incidents.map((i) => i.record?.key)).toEqual(['a-b', null]);
  });
});
