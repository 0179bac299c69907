import type { PartitionProcessor } from '../kafka/exactly-once/processor-options.ts';

/** Copies each command into a state topic; knows no repetition, so that none stays hidden. */
export function copyingProcessor(stateTopic: string): PartitionProcessor<{ lines: number }> {
  return {
    create: () => ({ lines: 0 }),
    restore(state) {
      state.lines += 1;
    },
    isEmpty: (state) => state.lines === 0,
    decide: (state, commands) => ({
      records: commands.map(({ partition, key, value }) => ({
        topic: stateTopic,
        partition,
        key: key ?? '',
        value,
      })),
      onCommitted() {
        state.lines += commands.length;
      },
    }),
  };
}
