import type { Services } from '../context.ts';

/** For tests without Kafka: services that know no workflow and reach nobody, but for what is given. */
export function bareServices(given: Partial<Services> = {}): Services {
  const notAsked = () => Promise.reject(new Error('not asked'));
  return {
    workflows: new Map(),
    feeds: new Map(),
    incidents: new Map(),
    stats: new Map(),
    history: { read: notAsked },
    orderApi: { post: notAsked },
    now: Date.now,
    ...given,
  };
}
