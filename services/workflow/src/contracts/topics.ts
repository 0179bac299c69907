import { topicNames } from '../file/topic-names.ts';
import type { Workflow } from '../file/workflow-file.ts';

/** What a topic needs to be: created locally by `make up`, in a cluster by the chart; both from this list. */
export type TopicSpec = { name: string; partitions: number; config: Record<string, string> };

/** How long a subscription can resume from Kafka: compaction leaves this much history whole. */
export const resumeWindowMs = 3_600_000;
const hour = 3_600_000;
const day = 24 * hour;
const unlimited = '-1';

/**
 * Every topic of a workflow with its settings.
 * @param partitions the same for all of them (they are partitioned alike)
 */
export function topicsOf(workflow: Workflow, partitions = workflow.partitions): TopicSpec[] {
  const names = topicNames(workflow.name);
  // Neither compaction nor retention touches a segment that is still written to, and that would be a week or 1 GiB.
  const compact = { 'cleanup.policy': 'compact', 'segment.ms': String(resumeWindowMs) };
  const keep = (ms: number | string) => ({ 'cleanup.policy': 'delete', 'retention.ms': String(ms) });
  const keepInParts = (ms: number, segmentMs: number) => ({ ...keep(ms), 'segment.ms': String(segmentMs) });
  const topic = (name: string, config: Record<string, string>) => ({ name, partitions, config });
  return [
    topic(names.commands, keepInParts(7 * day, day)),
    topic(names.events, keep(unlimited)),
    topic(names.orders, {
      ...compact,
      'min.compaction.lag.ms': String(resumeWindowMs),
      'delete.retention.ms': String(resumeWindowMs),
    }),
    ...workflow.stages.map((stage) =>
      topic(
        stage.topic,
        keep(stage.ticketRetention === undefined ? unlimited : stage.ticketRetention * 1000),
      ),
    ),
    topic(names.withdrawals, compact),
    topic(names.replies, keepInParts(hour, hour / 4)),
    topic(names.incidents, compact),
    topic(workflow.results.topic, keep(unlimited)),
  ];
}
