import { sendFailure } from '@cupcakery/kit/commands/send-failure';
import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { followTable } from '@cupcakery/kit/kafka/consume/follow-table';
import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import type { Producer } from '@cupcakery/kit/kafka/produce/producer';
import type { Logger } from '@cupcakery/kit/log';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import { settledWithin } from '@cupcakery/kit/tools/with-timeout';
import { createStaffView, type StaffView } from '@cupcakery/workflow/access/staff-view';
import type { Person } from '@cupcakery/workflow/contracts/person';
import { readStaffRecord, type StaffRecord, staffKeyOf } from '@cupcakery/workflow/contracts/staff';
import { failureOf } from '../failures/request-failure.ts';

/** Who writes; both are headers of a tombstone, which has no value. */
export type WrittenBy = { actor: Person; name: string };

/** `cupcakery.staff` as this process knows it, and the way to change it. */
export type StaffStore = {
  readonly view: StaffView;
  /** Writes a record; resolves once this process knows it. Throws RequestFailure. */
  put(record: StaffRecord, by: WrittenBy): Promise<void>;
  remove(key: string, by: WrittenBy): Promise<void>;
};

const expireEveryMs = 600_000;
const maxExpired = 500;
/** What was written is read again in some milliseconds; if that takes longer, the token works a moment later. */
const knownWithinMs = 2_000;

/** Follows the topic; resolves once it is known. Every so often it removes what has expired. */
export async function openStaffStore(
  options: {
    kafka: KafkaClient;
    producer: Pick<Producer, 'send'>;
    topic: string;
    log: Logger;
    now: () => number;
  },
  lifecycle: Lifecycle,
): Promise<StaffStore> {
  const { kafka, producer, topic, log, now } = options;
  const view = createStaffView();
  const reader = await followTable(
    {
      kafka,
      topic,
      apply: (key, value) => view.apply(key, value && readStaffRecord(value)),
      onUnreadable: (err, record) => log.error({ err, ...record }, 'a record of the staff cannot be read'),
    },
    lifecycle.signal,
  );
  lifecycle.onStop('reader of the staff', () => reader.stop());

  async function write(key: string, record: StaffRecord | null, by: WrittenBy): Promise<void> {
    const kind = record?.kind ?? key.split('/')[0] ?? '';
    const event = {
      id: `${key}/${now()}`,
      type: `cupcakery.staff.${kind}.${record ? 'set' : 'removed'}`,
      source: '/cupcakery/order-api',
      time: new Date(now()).toISOString(),
      extensions: { actor: by.actor.sub, actorname: by.name },
    };
    const value = record && JSON.stringify(record);
    await producer.send([cloudEventRecord({ topic, key, value, event }, 0)]).catch((error: unknown) => {
      throw sendFailure(error, failureOf);
    });
    await settledWithin(reader.sync(), knownWithinMs);
  }

  const expiring = setInterval(() => {
    const expired = view.expired(now(), maxExpired);
    const self = { actor: { sub: 'order-api' }, name: 'order-api' };
    Promise.all(expired.map((key) => write(key, null, self))).catch((err: unknown) =>
      log.warn({ err, topic }, 'what has expired is removed later; it is refused all the same'),
    );
  }, expireEveryMs);
  lifecycle.onStop('staff', () => clearInterval(expiring));

  return {
    view,
    put: (record, by) => write(staffKeyOf(record), record, by),
    remove: (key, by) => write(key, null, by),
  };
}
