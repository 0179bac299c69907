import { setTimeout as sleep } from 'node:timers/promises';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { Kafka, logLevel } from 'kafkajs';
import { z } from 'zod';
import { grantRights, rightsShape } from '../../../charts/rights/grant-rights.ts';
import { clients, hasStatusCode } from '../kubernetes/clients.ts';
import type { User } from './kafka.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const named = z.looseObject({ name: z.string() });
const topicShape = z.looseObject({
  metadata: named,
  spec: z.looseObject({
    topicName: z.string(),
    partitions: z.int(),
    config: z.record(z.string(), z.string()),
  }),
});
const userShape = z.looseObject({ metadata: named, spec: rightsShape });
const listOf = <T extends z.ZodType>(item: T) => z.looseObject({ items: z.array(item) });

/** Runs until it is stopped; `failure` is that of the last reconciliation, if it failed. */
export type Strimzi = { failure(): unknown; stop(): Promise<void> };

/**
 * A stand-in for Strimzi's Topic and User Operators, whose programs exist only in their images: creates on the
 * broker the topics and rights, and in Kubernetes the secrets, that KafkaTopics and KafkaUsers specify. The broker has
 * users and passwords from its start. Nothing is deleted, as the real one does with kept objects.
 */
export function startStrimzi(namespace: string, address: string, users: readonly User[]): Strimzi {
  const admin = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING }).admin();
  const kafka = createKafkaClient({ brokers: [address], clientId: 'strimzi' }, silent);
  const done = new Set<string>();
  let failure: unknown;
  let stopped = false;

  const listed = async <T extends z.ZodType>(plural: string, item: T): Promise<z.infer<T>[]> => {
    const kind = { group: 'kafka.strimzi.io', version: 'v1', namespace, plural };
    return listOf(item).parse(await clients.custom.listNamespacedCustomObject(kind)).items;
  };
  /** Whether the same contents have not been reconciled before. */
  const isNew = (one: unknown): boolean => !done.has(JSON.stringify(one));

  async function reconcile(): Promise<void> {
    const topics = (await listed('kafkatopics', topicShape)).map(({ spec }) => spec).filter(isNew);
    if (topics.length > 0) {
      await ensureTopics(
        kafka,
        topics.map(({ topicName: name, partitions, config }) => ({ name, partitions, config })),
      );
    }
    const users = (await listed('kafkausers', userShape)).map(({ metadata, spec }) => ({
      name: metadata.name,
      acls: spec.authorization.acls,
    }));
    const fresh = users.filter(isNew);
    for (const { name } of fresh) await createSecret(name);
    if (fresh.length > 0) await grantRights(admin, fresh);
    for (const one of [...topics, ...fresh]) done.add(JSON.stringify(one));
  }

  async function createSecret(name: string): Promise<void> {
    const password = users.find((user) => user.name === name)?.password;
    if (password === undefined) throw new Error(`the broker was started without a user ${name}`);
    try {
      await clients.core.createNamespacedSecret({
        namespace,
        body: { metadata: { name }, stringData: { password } },
      });
    } catch (error) {
      if (!hasStatusCode(error, 409)) throw error;
    }
  }

  const running = (async () => {
    await admin.connect();
    while (!stopped) {
      try {
        await reconcile();
        failure = undefined;
      } catch (error) {
        failure = error;
      }
      await sleep(500);
    }
    await admin.disconnect();
  })();
  return {
    failure: () => failure,
    async stop() {
      stopped = true;
      await running;
    },
  };
}
