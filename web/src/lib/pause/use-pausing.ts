import { useClient } from '@urql/preact';
import { useRef, useState } from 'react';
import {
  PauseIntakeDocument,
  PauseStageDocument,
  ResumeIntakeDocument,
  ResumeStageDocument,
} from '../../generated/graphql.ts';
import { t } from '../texts/texts.ts';

export type Pausing = {
  sending: boolean;
  /** Why the last change was not made. */
  problem: string | undefined;
  /** Resolves with whether it was done. */
  pause(reason: string): Promise<boolean>;
  resume(): Promise<boolean>;
};

/**
 * Pauses a stage or the intake and lets it go on, each sent once however often it is pressed.
 * @param stage undefined: the intake
 */
export const usePausing = (workflow: string, stage: string | undefined): Pausing => {
  const client = useClient();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const busy = useRef(false);

  const send = async (reason: string | undefined) => {
    if (busy.current) return false;
    busy.current = true;
    setSending(true);
    const failure = await outcome(reason).catch(() => t('connection.noAnswer'));
    setProblem(failure);
    busy.current = false;
    setSending(false);
    return failure === undefined;
  };

  const outcome = async (reason: string | undefined): Promise<string | undefined> => {
    const { data, error } = await request(reason);
    const result = data && Object.values(data)[0];
    if (!result) return error?.networkError ? t('connection.noAnswer') : error?.message;
    return result.errors[0]?.message;
  };

  const request = async (reason: string | undefined) => {
    if (stage === undefined) {
      return reason === undefined
        ? client.mutation(ResumeIntakeDocument, { input: { workflow } }).toPromise()
        : client.mutation(PauseIntakeDocument, { input: { workflow, reason } }).toPromise();
    }
    return reason === undefined
      ? client.mutation(ResumeStageDocument, { input: { workflow, stage } }).toPromise()
      : client.mutation(PauseStageDocument, { input: { workflow, stage, reason } }).toPromise();
  };

  return { sending, problem, pause: (reason) => send(reason), resume: () => send(undefined) };
};
