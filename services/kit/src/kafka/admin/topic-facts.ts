import type { TopicMetadata } from '../wire/topic-metadata.ts';

export type TopicProblemKind = 'missing' | 'partitions' | 'grown' | 'recreated';

/** Something about a topic that a person has to put right; the message says what and how. */
export type TopicProblem = { topic: string; problem: TopicProblemKind; message: string };

/** What a topic was like when it was first seen. */
type Seen = { id: string; partitions: number };
export type SeenTopics = ReadonlyMap<string, Seen>;

const unknownTopic = 3;
const noRight = 29;

/** Topics worth another look: those that the process may not see would only fill the broker's log of refusals. */
export function visibleTopics(found: readonly TopicMetadata[]): string[] {
  return found.filter(({ errorCode }) => errorCode !== noRight).map(({ topic }) => topic);
}

/**
 * Compares topics that have to be partitioned alike with each other and with what they were.
 * @param now in order of importance: the first that can be seen says how many partitions all must have. What the
 * process has no right to see is passed over
 * @returns what is known from now on, and what is wrong now
 */
export function checkTopics(seen: SeenTopics, now: readonly TopicMetadata[]): [SeenTopics, TopicProblem[]] {
  const visible = now.filter(({ errorCode, partitions }) => errorCode === 0 && partitions.length > 0);
  const known = new Map(seen);
  for (const { topic, id, partitions } of visible) {
    if (!known.has(topic)) known.set(topic, { id, partitions: partitions.length });
  }
  const [reference] = visible;
  const problems = now.flatMap((metadata): TopicProblem[] => {
    const { topic, errorCode } = metadata;
    if (errorCode === unknownTopic) {
      const message = `topic ${topic} does not exist; create it with the partitions of the workflow's other topics`;
      return [{ topic, problem: 'missing', message }];
    }
    const before = known.get(topic);
    if (!before || !reference || !visible.includes(metadata)) return [];
    return [...changesOf(metadata, before), ...differences(metadata, reference)];
  });
  return [known, problems];
}

function changesOf({ topic, id, partitions }: TopicMetadata, before: Seen): TopicProblem[] {
  if (id !== before.id) {
    const message = `topic ${topic} was deleted and created again while it was in use: records of the new one may have been passed over, since offsets are of the old one; set the offsets of its groups and restart`;
    return [{ topic, problem: 'recreated', message }];
  }
  if (partitions.length === before.partitions) return [];
  const message = `topic ${topic} went from ${before.partitions} to ${partitions.length} partitions while it was in use: orders would move between partitions, and the new ones are not read; move to new topics`;
  return [{ topic, problem: 'grown', message }];
}

function differences({ topic, partitions }: TopicMetadata, reference: TopicMetadata): TopicProblem[] {
  if (partitions.length === reference.partitions.length) return [];
  const message = `topic ${topic} has ${partitions.length} partitions, ${reference.topic} has ${reference.partitions.length}: all topics of a workflow must have as many, since an order lies in the same partition of each; create ${topic} with ${reference.partitions.length}`;
  return [{ topic, problem: 'partitions', message }];
}
