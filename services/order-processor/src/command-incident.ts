import type { KafkaRecord } from '@cupcakery/kit/kafka/consume/record';
import { cloudEventRecord } from '@cupcakery/kit/kafka/produce/cloud-event';
import type { ProduceRecord } from '@cupcakery/kit/kafka/produce/record';
import { recordIncident } from '@cupcakery/workflow/contracts/record-incident';
import { topicNames } from '@cupcakery/workflow/file/topic-names';

/** The incident of a command record that cannot be carried out, keyed by its topic, partition and offset. */
export function commandIncident(
  workflow: string,
  record: KafkaRecord,
  error: unknown,
  now: Date,
): ProduceRecord {
  const { topic, partition, offset } = record;
  const position = `${topic}/${partition}/${offset}`;
  const time = now.toISOString();
  const incident = recordIncident({ workflow, record, error, by: 'order-processor', at: time });
  const event = { id: position, type: 'cupcakery.Incident', source: `/cupcakery/${workflow}`, time };
  return cloudEventRecord(
    { topic: topicNames(workflow).incidents, key: position, value: JSON.stringify(incident), event },
    partition,
  );
}
