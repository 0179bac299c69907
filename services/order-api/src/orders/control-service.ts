import { type Control, type ControlKey, controlOrderId } from '@cupcakery/workflow/contracts/control';
import type { Workflow } from '@cupcakery/workflow/file/workflow-file';
import type { Pauses } from '@cupcakery/workflow/views/pauses';
import { RequestFailure } from '../failures/request-failure.ts';
import { type CommandSource, controlCommand } from './build-command.ts';
import { refused } from './refused.ts';
import type { Submit } from './submit.ts';

/** Pauses something, for a reason, or lets it go on. */
export type ControlChange = { about: ControlKey } & ({ paused: true; reason: string } | { paused: false });

/** What of a workflow is paused. Roles are checked by the caller. */
export type ControlService = {
  readonly pauses: Pauses;
  /** Throws RequestFailure. A repeat is harmless: what was said last holds. */
  change(
    context: CommandSource & { traceparent: string | undefined },
    change: ControlChange,
  ): Promise<Control | 'pending'>;
};

export function createControlService(options: {
  workflow: Workflow;
  pauses: Pauses;
  submit: Submit;
}): ControlService {
  const { workflow, pauses, submit } = options;
  return {
    pauses,
    async change(context, change) {
      const command = controlCommand(workflow, context, controlOrderId(change.about), change);
      const reply = await submit(command, context.traceparent);
      if (reply === 'pending') return 'pending';
      if (reply.code !== undefined) throw refused(reply, reply.code);
      if (reply.control) return reply.control;
      throw new RequestFailure('FAULT', { detail: 'the reply does not say what holds now' });
    },
  };
}
