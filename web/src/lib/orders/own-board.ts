import type { Workflow } from './order.ts';
import { isManager, screenStageOf } from './rights.ts';

/** The stage whose board somebody works at all day: that of their only role. Undefined: there is none, or more than one. */
export const ownBoardOf = (
  me: { roles: readonly string[] },
  { name, stages }: Pick<Workflow, 'name' | 'stages'>,
): string | undefined => {
  const screen = screenStageOf(me, { name });
  if (screen !== undefined) return screen;
  if (isManager(me)) return undefined;
  const own = stages.filter(({ role, retired }) => !retired && me.roles.includes(role));
  return own.length === 1 ? own[0]?.name : undefined;
};
