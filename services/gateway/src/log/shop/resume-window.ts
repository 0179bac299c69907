import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { topicSettings } from '@cupcakery/kit/kafka/admin/topics';
import type { Logger } from '@cupcakery/kit/log';
import { resumeWindowMs } from '@cupcakery/workflow/contracts/topics';

type Settings = Readonly<Record<string, string>>;
/** Settings without which compaction may take what a client has not seen yet. */
const windows = ['min.compaction.lag.ms', 'delete.retention.ms'] as const;

/**
 * What of a topic's settings is too short for cursors to be resumed from its log, as sentences; `undefined`: they are not
 * known.
 */
export function shortcomingsOf(settings: Settings | undefined): string[] {
  if (!settings) return ['its settings are not known'];
  const short = windows
    .filter((name) => !(Number(settings[name]) >= resumeWindowMs))
    .map((name) => `${name} is ${settings[name] ?? 'not set'}, less than ${resumeWindowMs}`);
  const policies = (settings['cleanup.policy'] ?? '').split(',').map((policy) => policy.trim());
  // A topic that is only deleted from drops items that have not changed for long.
  return policies.includes('compact') ? short : ['cleanup.policy is not compact', ...short];
}

/**
 * For how long the logs of these topics stay whole, ms; 0 when one of them is somebody else's and may be compacted at any
 * time, which is a warning in the log: cursors then hold for as long as this process has seen all since.
 */
export async function resumeWindowOf(options: {
  kafka: KafkaClient;
  topics: readonly string[];
  log: Logger;
}): Promise<number> {
  const { kafka, topics, log } = options;
  const settings = await topicSettings(kafka, topics).catch((err: unknown) => {
    log.warn({ err }, 'the settings of the topics of collections cannot be read');
    return new Map<string, Settings>();
  });
  let isShort = false;
  for (const topic of topics) {
    const shortcomings = shortcomingsOf(settings.get(topic));
    if (shortcomings.length === 0) continue;
    isShort = true;
    log.warn(
      { topic, shortcomings },
      'the topic may be compacted before clients have seen its changes: they begin again after a restart of the gateway (CURSOR_EXPIRED)',
    );
  }
  return isShort ? 0 : resumeWindowMs;
}
