import { readFileSync } from 'node:fs';
import { BrokerUnavailable } from '@cupcakery/kit/kafka/produce/broker-unavailable';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { RecordTooLarge } from '@cupcakery/kit/kafka/produce/record-too-large';
import { WriteForbidden } from '@cupcakery/kit/kafka/produce/write-forbidden';
import { readIncident } from '@cupcakery/workflow/contracts/records';
import { parseWorkflow, stageNamed } from '@cupcakery/workflow/file/workflow-file';
import { expect, it } from 'vitest';
import { createCommandSender } from './command-sender.ts';
import type { Ticket } from './ticket.ts';
import { workerCommands } from './worker-commands.ts';

const workflow = parseWorkflow(
  readFileSync('charts/cupcakery/workflows/cupcakes.yaml', 'utf8'),
  'cupcakes.yaml',
);
const ticket: Ticket = {
  partition: 1,
  offset: 7,
  orderId: 'a-b',
  visit: 1,
  readyAt: 0,
  value: Buffer.alloc(0),
  traceparent: undefined,
};
const signal = new AbortController().signal;

/** A sender over a producer that answers with each of these errors once. */
function senderWith(errors: (record: ProduceRecord) => Error | undefined) {
  const written: ProduceRecord[] = [];
  const send = async (records: readonly ProduceRecord[]) => {
    for (const record of records) {
      const error = errors(record);
      if (error) throw error;
      written.push(record);
    }
  };
  const producer = { send, partitions: () => 4, stop: async () => {} };
  const commands = workerCommands(workflow, stageNamed(workflow, 'mix'), {
    workerName: 'w',
    commandTopic: 'cupcakes.work',
    partitions: () => 4,
    now: Date.now,
  });
  return { sender: createCommandSender(producer, commands, () => {}), written };
}

it('a command that is too large for its topic becomes an incident of its ticket', async () => {
  const { sender, written } = senderWith(({ topic }) =>
    topic === 'cupcakes.work' ? new RecordTooLarge({ topic, bytes: 3000 }) : undefined,
  );
  await sender.complete(ticket, undefined, signal);
  const [incident] = written.map(({ value }) => readIncident(value));
  expect(incident?.record).toMatchObject({ partition: 1, offset: '7', key: 'a-b' });
  expect(incident?.reason).toContain('3000 bytes');
});

it('an incident that is too large is written without the key and the reason', async () => {
  const { sender, written } = senderWith((record) =>
    String(record.value).length > 300 ? new RecordTooLarge({ topic: record.topic, bytes: 900 }) : undefined,
  );
  const record = { topic: 'mixes', partition: 1, offset: 7, key: 'k'.repeat(400) };
  await sender.incident({ record, error: new Error('no') }, signal);
  expect(written.map(({ value }) => readIncident(value).record)).toEqual([
    { topic: 'mixes', partition: 1, offset: '7', key: null },
  ]);
});

it.each([new BrokerUnavailable('away'), new WriteForbidden('cupcakes.commands')])(
  'a command is sent again after %s',
  async (error) => {
    const errors = [error];
    const { sender, written } = senderWith(() => errors.pop());
    await sender.complete(ticket, undefined, signal);
    expect(written).toHaveLength(1);
  },
);

it('any other refusal is unexpected', async () => {
  const { sender } = senderWith(() => new Error('bug'));
  await expect(sender.complete(ticket, undefined, signal)).rejects.toThrow('bug');
});
