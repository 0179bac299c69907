import { z } from 'zod';
import { pathsOf } from '../api/orders.ts';
import { type CommandAction, flag, type Run, textFlag } from './run-command.ts';

const pauseAnswer = z.looseObject({ paused: z.boolean(), reason: z.string().optional() });

const change = async (run: Run, stage: string | undefined, action: 'pause' | 'resume', body: object) => {
  const paths = pathsOf(run.settings.workflow);
  const path = stage === undefined ? paths.intake(action) : paths.stage(stage, action);
  const answer = await run.send('POST', path, pauseAnswer, { body });
  const what = stage ?? 'intake';
  run.out.result(answer, () =>
    run.out.note(answer.paused ? `${what} is paused: ${answer.reason}` : `${what} runs`),
  );
};

export const pause: CommandAction = (run, [stage], options) =>
  change(run, stage, 'pause', { reason: flag('reason', textFlag, options.reason) });

export const resume: CommandAction = (run, [stage]) => change(run, stage, 'resume', {});
