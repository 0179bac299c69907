/** What a member knows of its place in the group. Times are ms of a clock that never steps back. */
export type GroupState = {
  /** Empty until the coordinator has named one. */
  readonly memberId: string;
  /** -1 while in no generation. */
  readonly generation: number;
  readonly assigned: readonly number[];
  readonly joined: boolean;
  /** When the request was sent by whose answer the group last confirmed this member (join or heartbeat). */
  readonly confirmedAt: number;
};

export type GroupInput =
  /** The coordinator has put the member into a generation; its assignment is still to come. */
  | { type: 'generation'; memberId: string; generation: number }
  | { type: 'assigned'; partitions: readonly number[]; sentAt: number }
  | { type: 'confirmed'; sentAt: number }
  /** A join or heartbeat failed. `code` is the protocol error's name, '' for any other error. */
  | { type: 'failed'; code: string; now: number; sessionTimeoutMs: number };

/** Partitions in `kept` were never given away; work on `revoked` ones must not be committed any more. */
export type AssignmentChange = { assigned: number[]; added: number[]; kept: number[]; revoked: number[] };

export type GroupAction =
  | { type: 'assignment'; change: AssignmentChange }
  /** Callers that wait for a confirmation are to look again. */
  | { type: 'confirmed' }
  /** Back off, look for the coordinator again, then rejoin. Without it the member rejoins at once. */
  | { type: 'recover' };

export const outsideGroup: GroupState = {
  memberId: '',
  generation: -1,
  assigned: [],
  joined: false,
  confirmedAt: Number.NEGATIVE_INFINITY,
};

/** The coordinator no longer knows this member: its partitions belong to others. */
const expelled = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID']);

/** The state after an input, and what the shell has to do, in order. */
export function reduceGroup(state: GroupState, input: GroupInput): [GroupState, GroupAction[]] {
  switch (input.type) {
    case 'generation':
      return [{ ...state, memberId: input.memberId, generation: input.generation }, []];
    case 'assigned': {
      const { partitions, sentAt } = input;
      const change = changeOf(state.assigned, partitions);
      return [
        { ...state, assigned: change.assigned, joined: true, confirmedAt: sentAt },
        [{ type: 'assignment', change }, { type: 'confirmed' }],
      ];
    }
    case 'confirmed':
      return [{ ...state, confirmedAt: input.sentAt }, [{ type: 'confirmed' }]];
    case 'failed':
      return reduceFailed({ ...state, joined: false }, input);
    default:
      return input satisfies never;
  }
}

function reduceFailed(
  state: GroupState,
  { code, now, sessionTimeoutMs }: Extract<GroupInput, { type: 'failed' }>,
): [GroupState, GroupAction[]] {
  if (code === 'REBALANCE_IN_PROGRESS') return [state, []];
  // Without a confirmation for a whole session, the group has given the partitions away.
  const isLost = expelled.has(code) || now - state.confirmedAt > sessionTimeoutMs;
  if (!isLost) return [state, [{ type: 'recover' }]];
  const change = changeOf(state.assigned, []);
  const left = { ...state, memberId: '', generation: -1, assigned: [] };
  if (change.revoked.length === 0) return [left, [{ type: 'recover' }]];
  return [left, [{ type: 'assignment', change }, { type: 'recover' }]];
}

function changeOf(previous: readonly number[], current: readonly number[]): AssignmentChange {
  const before = new Set(previous);
  const after = new Set(current);
  return {
    assigned: [...current],
    added: current.filter((p) => !before.has(p)),
    kept: current.filter((p) => before.has(p)),
    revoked: previous.filter((p) => !after.has(p)),
  };
}
