import type { Services } from '../context.ts';

/** For tests without Kafka: services without workflows whose calls fail, except for those that are given. */
export function bareServices(given: Partial<Services> = {}): Services {
  const notCalled = () => Promise.reject(new Error('not called'));
  return {
    workflows: new Map(),
    feeds: new Map(),
    shop: undefined,
    incidents: new Map(),
    stats: new Map(),
    history: { read: notCalled },
    orderApi: { post: notCalled },
    shopApi: { change: notCalled },
    pauses: new Map(),
    audit: { accepted: () => {}, denied: () => {} },
    orderApiViews: { of: () => [] },
    replica: 'test',
    now: Date.now,
    ...given,
  };
}
