import type { Control, ControlCommand } from '../contracts/control.ts';
import { stageOfKey } from '../contracts/control.ts';
import type { OutRecord, Reply } from '../contracts/records.ts';
import type { Refusal } from '../contracts/refusal.ts';
import { topicNames } from '../file/topic-names.ts';
import type { Workflow } from '../file/workflow-file.ts';
import { replyRecord } from './effects.ts';

export type ControlDecision = { control: Control } | { refusal: Refusal };

/**
 * Decides to pause or resume. It needs no state, and a repeat changes nothing but who said so last: the last word counts.
 * @param now RFC 3339 UTC
 */
export function decideControl(workflow: Workflow, command: ControlCommand, now: string): ControlDecision {
  const { about, paused, reason, by, actor } = command;
  const name = stageOfKey(about);
  if (name !== undefined) {
    const stage = workflow.stages.find((one) => one.name === name);
    if (!stage) return invalid(`there is no stage ${name}`);
    // It only drains: what is held there would never leave it.
    if (stage.retired && paused) return invalid(`stage ${name} is retired`);
  }
  const who = { by: by.name, ...(actor ? { actor } : {}), at: now };
  if (!paused) return { control: { paused, ...who } };
  return reason === undefined ? invalid('a pause needs a reason') : { control: { paused, reason, ...who } };
}

/** What the decision adds to the transaction: the new state of what the command is about, and the reply. */
export function recordsOfControl(
  workflow: Workflow,
  command: ControlCommand,
  decision: ControlDecision,
  now: string,
): OutRecord[] {
  const { id, orderId, about } = command;
  const reply: Reply = { id, orderId, ...('refusal' in decision ? decision.refusal : decision) };
  const answer = replyRecord(workflow, reply, now);
  if ('refusal' in decision) return [answer];
  const { control } = decision;
  const kind = `${about === 'intake' ? 'Intake' : 'Stage'}${control.paused ? 'Paused' : 'Resumed'}`;
  const record: OutRecord = {
    topic: topicNames(workflow.name).control,
    key: about,
    value: JSON.stringify(control),
    event: { id, type: `cupcakery.${kind}`, source: `/cupcakery/${workflow.name}`, time: now },
  };
  return [record, answer];
}

const invalid = (message: string): ControlDecision => ({ refusal: { code: 'INVALID', message } });
