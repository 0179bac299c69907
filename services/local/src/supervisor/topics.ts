import { shopTopicsOf } from '@cupcakery/collections/contracts/topics';
import type { Collections } from '@cupcakery/collections/file/collection-files';
import { createKafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { ensureTopics } from '@cupcakery/kit/kafka/admin/topics';
import { createLogger } from '@cupcakery/kit/log';
import { lagHistoryTopic } from '@cupcakery/workflow/contracts/lag-history';
import { staffTopic } from '@cupcakery/workflow/contracts/staff';
import { topicsOf } from '@cupcakery/workflow/contracts/topics';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';

/** Fewer than in a cluster: on two cores a third of the partitions is a fifth faster. */
const maxPartitions = 4;

/** As in the workflow file where that names partitions, else at most 4. */
function localPartitionsOf({ partitionBy, partitions }: Workflow): number {
  return partitionBy ? partitions : Math.min(partitions, maxPartitions);
}

/** Creates the topics of these workflows and of the shop that are missing; returns a progress line. */
export async function createTopics(
  broker: string,
  workflows: Iterable<Workflow>,
  collections: Collections,
): Promise<string> {
  const specs = [
    ...[...workflows].flatMap((workflow) => topicsOf(workflow, localPartitionsOf(workflow))),
    lagHistoryTopic,
    staffTopic,
    ...shopTopicsOf(collections),
  ];
  const log = createLogger({ service: 'local', level: 'warn' });
  const client = createKafkaClient({ brokers: [broker], clientId: 'cupcakery-local' }, log);
  const { created } = await ensureTopics(client, specs);
  return `${specs.length} topics in place (${created.length} new)`;
}
