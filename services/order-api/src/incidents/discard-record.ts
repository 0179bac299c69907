import { Problem } from '@cupcakery/kit/http/problem';
import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { BrokerUnavailable } from '@cupcakery/kit/kafka/produce/broker-unavailable';
import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import type { Producer } from '@cupcakery/kit/kafka/produce/producer';
import { incidentKeyOf } from '@cupcakery/workflow/contracts/incident-id';
import { type Incident, readIncident } from '@cupcakery/workflow/contracts/records';
import { kafkaAway } from '../orders/submit.ts';
import { findRecord } from './find-record.ts';

/**
 * Forgets a record that cannot be read: writes the tombstone of its incident. Gives the incident as it was.
 * Throws Problem 404 when there is none of that id (orders' own incidents end by `resolve`), 429 or 503.
 */
export type DiscardRecord = (incidentId: string, traceparent: string | undefined) => Promise<Incident>;

/** Each looks through the topic on a connection of its own; a person discards one after the other. */
const maxAtOnce = 4;

/** @param topic the workflow's incidents, which `producer` knows */
export function createDiscardRecord(options: {
  topic: string;
  kafka: KafkaClient;
  producer: Pick<Producer, 'send'>;
  timeoutMs: number;
  signal: AbortSignal;
}): DiscardRecord {
  const { topic, kafka, producer, timeoutMs } = options;
  let running = 0;

  async function discard(incidentId: string, traceparent: string | undefined): Promise<Incident> {
    const key = incidentKeyOf(incidentId);
    if (key === undefined) throw noSuchIncident();
    const timeout = AbortSignal.timeout(timeoutMs);
    const found = await findRecord({ kafka, topic, key }, AbortSignal.any([timeout, options.signal])).catch(
      (error: unknown) => {
        throw timeout.aborted ? kafkaAway(error) : error;
      },
    );
    const incident = found && readIncident(found.value);
    if (!incident || incident.orderId !== undefined) throw noSuchIncident();
    const event = {
      id: `${key}/discarded`,
      type: 'cupcakery.IncidentDiscarded',
      source: '/cupcakery/order-api',
      time: new Date().toISOString(),
      traceparent,
    };
    // In the partition where it lies, which its key does not tell: compaction looks at one partition.
    await producer
      .send([cloudEventRecord({ topic, key, value: null, event }, found.partition)])
      .catch((error: unknown) => {
        throw error instanceof BrokerUnavailable ? kafkaAway(error) : error;
      });
    return incident;
  }

  return async (incidentId, traceparent) => {
    if (running >= maxAtOnce) throw tooMany();
    running += 1;
    try {
      return await discard(incidentId, traceparent);
    } finally {
      running -= 1;
    }
  };
}

const noSuchIncident = () =>
  new Problem({ status: 404, code: 'NO_SUCH_INCIDENT', title: 'There is no such incident, or no longer' });

const tooMany = () =>
  new Problem({
    status: 429,
    code: 'OVERLOADED',
    title: 'Too many records are being discarded',
    retryAfter: 1,
  });
