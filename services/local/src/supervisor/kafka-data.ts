import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings/settings.ts';

/** The folder of a copy's Kafka. */
export const kafkaDirOf = (settings: Settings): string => join(settings.dir, 'kafka');

/**
 * What to do when the data of a copy's Kafka were deleted while it ran; undefined when they are there. A Kafka that is
 * started on an empty folder has no topics, and the services would wait for them without an end.
 */
export function kafkaDataGone(settings: Settings): string | undefined {
  const dir = kafkaDirOf(settings);
  if (existsSync(join(dir, 'data', 'meta.properties'))) return undefined;
  const prefix = settings.port === 8080 ? '' : `PORT=${settings.port} `;
  return `Kafka's data in ${dir} are gone, and all orders with them. Run ${prefix}make clean, then ${prefix}make up.`;
}
