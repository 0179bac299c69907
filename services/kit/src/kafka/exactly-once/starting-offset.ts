/** A partition that only a person can put right; it rests until the process restarts or loses it. */
export class PartitionStopped extends Error {
  override readonly name = 'PartitionStopped';
}

/** What is known of an input partition before it is processed. */
export type InputFacts = {
  /** The group's committed offset, -1 without one. */
  committed: number;
  /** First and next offset of the log. */
  begin: number;
  end: number;
  isStateEmpty: boolean;
  commandTopic: string;
  stateTopic: string;
  partition: number;
  group: string;
};

/**
 * Where processing begins; `first` when the group has never committed.
 * @throws PartitionStopped rather than reset an offset: old commands would run again on a state that has them in it
 */
export function startingOffset(facts: InputFacts): { position: number; first: boolean } {
  const { committed, begin, end, isStateEmpty, commandTopic, stateTopic, partition, group } = facts;
  if (committed === -1) {
    if (isStateEmpty) return { position: begin, first: true };
    throw new PartitionStopped(
      `${commandTopic}/${partition}: group ${group} has no committed offset although ${stateTopic} is not empty; set the offset with kafka-consumer-groups and restart`,
    );
  }
  if (committed < begin || committed > end) {
    throw new PartitionStopped(
      `${commandTopic}/${partition}: committed offset ${committed} is outside the log (${begin} to ${end}); commands were lost or the topic was recreated; set the offset with kafka-consumer-groups and restart`,
    );
  }
  return { position: committed, first: false };
}
