import { sendFailure } from '@cupcakery/kit/commands/send-failure';
import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import type { Producer } from '@cupcakery/kit/kafka/produce/producer';
import { incidentKeyOf } from '@cupcakery/workflow/contracts/record-incident';
import { type Incident, readIncident } from '@cupcakery/workflow/contracts/records';
import { failureOf, RequestFailure } from '../failures/request-failure.ts';
import { findRecord } from './find-record.ts';

/**
 * Discards a record that cannot be read, by the tombstone of its incident. Returns the incident as it was.
 * Throws RequestFailure NO_SUCH_INCIDENT (also for an order's own incident, which ends by `resolve`),
 * TOO_MANY_DISCARDS or KAFKA_UNAVAILABLE.
 */
export type DiscardRecord = (
  incidentId: string,
  by: DiscardedBy,
  traceparent: string | undefined,
) => Promise<Incident>;

/** Who discards a record: the subject and the name to display. Both are headers of the tombstone, which has no value. */
export type DiscardedBy = { sub: string; name: string };

/** Each reads the topic on a separate connection; a person discards one record after the other. */
const maxConcurrent = 4;

/** @param options.topic the workflow's incidents, which `producer` knows */
export function createDiscardRecord(options: {
  topic: string;
  kafka: KafkaClient;
  producer: Pick<Producer, 'send'>;
  timeoutMs: number;
  signal: AbortSignal;
  now: () => number;
}): DiscardRecord {
  const { topic, kafka, producer, timeoutMs, now } = options;
  let running = 0;

  async function discard(
    incidentId: string,
    by: DiscardedBy,
    traceparent: string | undefined,
  ): Promise<Incident> {
    const key = incidentKeyOf(incidentId);
    if (key === undefined) throw new RequestFailure('NO_SUCH_INCIDENT');
    const timeout = AbortSignal.timeout(timeoutMs);
    const found = await findRecord({ kafka, topic, key }, AbortSignal.any([timeout, options.signal])).catch(
      (error: unknown) => {
        throw timeout.aborted ? new RequestFailure('KAFKA_UNAVAILABLE', { cause: error }) : error;
      },
    );
    const incident = found && readIncident(found.value);
    if (!incident || incident.orderId !== undefined) throw new RequestFailure('NO_SUCH_INCIDENT');
    const event = {
      id: `${key}/discarded`,
      type: 'cupcakery.IncidentDiscarded',
      source: '/cupcakery/order-api',
      time: new Date(now()).toISOString(),
      traceparent,
      extensions: { actor: by.sub, actorname: by.name },
    };
    // Written to the record's own partition, which its key does not determine: compaction works per partition.
    await producer
      .send([cloudEventRecord({ topic, key, value: null, event }, found.partition)])
      .catch((error: unknown) => {
        throw sendFailure(error, failureOf);
      });
    return incident;
  }

  return async (incidentId, by, traceparent) => {
    if (running >= maxConcurrent) throw new RequestFailure('TOO_MANY_DISCARDS');
    running += 1;
    try {
      return await discard(incidentId, by, traceparent);
    } finally {
      running -= 1;
    }
  };
}
