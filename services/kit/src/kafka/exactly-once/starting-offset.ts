/** A partition that only a person can put right; it rests until the process restarts or loses it. */
export class PartitionStopped extends Error {
  override readonly name = 'PartitionStopped';
}

/** What is known of one input topic's partition before it is processed. */
export type InputFacts = {
  topic: string;
  /** The group's committed offset, -1 without one. */
  committed: number;
  /** First and next offset of the log. */
  begin: number;
  end: number;
};

/** What is known of a partition of all inputs together. */
export type PartitionFacts = {
  partition: number;
  group: string;
  /** Of the owned state topics. */
  isStateEmpty: boolean;
  /** Names of the owned state topics, for the error. */
  stateTopics: readonly string[];
};

/**
 * Where processing of each input begins; `first` when an input had no committed offset. The leading input begins at
 * its start only while there is no state. Another input may come later, with a new release: without a committed offset
 * it begins at its start once the leading one has an offset.
 * @param inputs the leading one first
 * @throws PartitionStopped rather than reset an offset: old commands would run again on a state that has them in it
 */
export function startingOffsets(
  inputs: readonly InputFacts[],
  facts: PartitionFacts,
): { positions: Map<string, number>; first: boolean } {
  const [leading] = inputs;
  const positions = inputs.map((input) => {
    const mayBegin = facts.isStateEmpty || (input !== leading && leading?.committed !== -1);
    return [input.topic, startingOffset(input, facts, mayBegin)] as const;
  });
  return { positions: new Map(positions), first: inputs.some(({ committed }) => committed === -1) };
}

function startingOffset(
  { topic, committed, begin, end }: InputFacts,
  { partition, group, stateTopics }: PartitionFacts,
  mayBegin: boolean,
): number {
  const remedy = 'set the offset with kafka-consumer-groups and restart';
  if (committed === -1) {
    if (mayBegin) return begin;
    throw new PartitionStopped(
      `${topic}/${partition}: group ${group} has no committed offset although ${stateTopics.join(', ')} is not empty; ${remedy}`,
    );
  }
  if (committed < begin || committed > end) {
    throw new PartitionStopped(
      `${topic}/${partition}: committed offset ${committed} is outside the log (${begin} to ${end}); commands were lost or the topic was recreated; ${remedy}`,
    );
  }
  return committed;
}
