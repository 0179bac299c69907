import { topicNames } from '../file/topic-names.ts';
import type { Workflow } from '../file/workflow-file.ts';

/** Settings of a topic. Locally `make up` creates topics from this list, in a cluster the chart does. */
export type TopicSpec = { name: string; partitions: number; config: Record<string, string> };

/** How long a subscription can resume from Kafka: compaction keeps this much history complete. */
export const resumeWindowMs = 3_600_000;
const hour = 3_600_000;
const day = 24 * hour;
const unlimited = '-1';

// Compaction and retention skip the segment that is still written to: by default a week or 1 GiB of records.
const compact = { 'cleanup.policy': 'compact', 'segment.ms': String(resumeWindowMs) };
const keep = (ms: number | string) => ({ 'cleanup.policy': 'delete', 'retention.ms': String(ms) });
const keepInParts = (ms: number, segmentMs: number) => ({ ...keep(ms), 'segment.ms': String(segmentMs) });

/**
 * The topics of a workflow that have its name, with their settings: all but those that its file names.
 * @param workflow its name
 */
export function ownTopicsOf(workflow: string, partitions: number): TopicSpec[] {
  const names = topicNames(workflow);
  const topic = (name: string, config: Record<string, string>) => ({ name, partitions, config });
  return [
    topic(names.commands, keepInParts(7 * day, day)),
    topic(names.work, keepInParts(7 * day, day)),
    topic(names.events, keep(unlimited)),
    topic(names.orders, {
      ...compact,
      'min.compaction.lag.ms': String(resumeWindowMs),
      'delete.retention.ms': String(resumeWindowMs),
    }),
    topic(names.contacts, compact),
    topic(names.control, compact),
    topic(names.withdrawals, compact),
    topic(names.replies, keepInParts(hour, hour / 4)),
    topic(names.incidents, compact),
  ];
}

/**
 * Every topic of a workflow with its settings.
 * @param partitions of every topic: all are partitioned alike
 */
export function topicsOf(workflow: Workflow, partitions = workflow.partitions): TopicSpec[] {
  const ticketsFor = (seconds: number | undefined) =>
    keep(seconds === undefined ? unlimited : seconds * 1000);
  return [
    ...ownTopicsOf(workflow.name, partitions),
    ...workflow.stages.map(({ topic: name, ticketRetention }) => ({
      name,
      partitions,
      config: ticketsFor(ticketRetention),
    })),
    { name: workflow.results.topic, partitions, config: keep(unlimited) },
  ];
}
