import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { readEvent } from '@cupcakery/workflow/contracts/records';
import { readSnapshot, type Snapshot } from '@cupcakery/workflow/contracts/snapshot';
import { topicNames } from '@cupcakery/workflow/file/topic-names';
import { z } from 'zod';
import { CliError, reasonOf } from '../cli-error.ts';
import { type CommandAction, flag, type Run, textFlag } from '../commands/run-command.ts';
import { kafkaOf } from '../settings/kafka.ts';
import { OrdersAt } from './orders-at.ts';
import { readTopic } from './read-topic.ts';
import { Verification } from './verification.ts';

/** `cupcakery replay`: the history against the snapshots, or the orders of a time. */
export const replay: CommandAction = async (run, _args, options) => {
  const at = flag('at', textFlag, options.at);
  if ((options.verify === true) === (at !== undefined)) throw new CliError('usage', 'give --verify or --at');
  if (at === undefined) await verify(run);
  else await showAt(run, flag('at', time, at));
};

const time = z
  .string()
  .transform((text) => Date.parse(text))
  .refine((at) => !Number.isNaN(at), 'must be a time such as 2026-03-02T10:00:00Z');

async function verify(run: Run): Promise<void> {
  const names = topicNames(run.settings.workflow);
  const kafka = openKafka(run);
  const snapshots = new Map<string, Snapshot>();
  await read(run, kafka, names.orders, ({ key, value }) => {
    if (key === null) return;
    if (value === null) snapshots.delete(key);
    else snapshots.set(key, readSnapshot(value));
  });
  const verification = new Verification(snapshots);
  await read(run, kafka, names.events, ({ value }) => verification.event(readEvent(value)));
  verification.end();
  const { equal, skipped, differences, differenceCount } = verification;
  run.out.result({ equal, skipped, different: differenceCount, differences }, () => {
    for (const { orderId, what } of differences) run.out.line(`${orderId}: ${what}`);
    if (differenceCount > differences.length)
      run.out.line(`and ${differenceCount - differences.length} more`);
  });
  run.out.note(
    `${equal} orders are as their histories say${skipped > 0 ? `; ${skipped} have events of a newer release` : ''}`,
  );
  if (differenceCount > 0)
    throw new CliError('refused', `${differenceCount} orders are not as their histories say`);
}

async function showAt(run: Run, at: number): Promise<void> {
  const past = new OrdersAt(at);
  const names = topicNames(run.settings.workflow);
  await read(run, openKafka(run), names.events, ({ value }) => past.event(readEvent(value)));
  const orders = [...past.orders.values()];
  run.out.result(orders, () => {
    const counts = new Map<string, number>();
    for (const { status, stage } of orders) {
      const where = status === 'open' || status === 'incident' ? `${status} at ${stage}` : status;
      counts.set(where, (counts.get(where) ?? 0) + 1);
    }
    run.out.table(
      ['ORDERS', 'WHERE'],
      [...counts].map(([where, count]) => [String(count), where]),
    );
  });
  if (past.skipped > 0) run.out.note(`${past.skipped} events of a newer release were passed over`);
}

async function read(
  { out, signal }: Run,
  kafka: KafkaClient,
  topic: string,
  onRecord: Parameters<typeof readTopic>[0]['onRecord'],
): Promise<void> {
  try {
    await readTopic({
      kafka,
      topic,
      signal,
      onRecord,
      onProgress: (done, all) => out.note(`${topic}: ${done} of ${all} records`),
    });
  } catch (error) {
    if (signal.aborted) throw new CliError('interrupted', 'interrupted');
    throw new CliError('unreachable', `${topic} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

/** What is said of the connection is said once, however often it is tried. */
function openKafka({ env, out }: Run): KafkaClient {
  let said = '';
  return kafkaOf(env, (message) => {
    if (message !== said) out.note(message);
    said = message;
  });
}
