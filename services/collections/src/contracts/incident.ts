import { recordIncident, type UnusableRecord } from '@cupcakery/workflow/contracts/record-incident';
import type { OutRecord } from '@cupcakery/workflow/contracts/records';
import { shopTopics } from './topics.ts';

/**
 * The incident of a record that the shop cannot use, keyed by its topic, partition and offset.
 * @param now RFC 3339 UTC
 */
export function shopIncident(record: UnusableRecord['record'], error: unknown, now: string): OutRecord {
  const { topic, partition, offset } = record;
  const position = `${topic}/${partition}/${offset}`;
  const incident = recordIncident({ workflow: 'shop', record, error, by: 'shop', at: now });
  const event = { id: position, type: 'cupcakery.Incident', source: '/cupcakery/shop', time: now };
  return { topic: shopTopics.incidents, key: position, value: JSON.stringify(incident), event };
}
