import { useRef, useState } from 'react';
import type { Field } from '../../../lib/details/fields.ts';
import {
  checkValue,
  checkValues,
  fieldOfPointer,
  initialValues,
  toDetails,
  type Values,
} from '../../../lib/details/values.ts';
import { currentTime } from '../../../lib/time/clock.ts';
import { quickId } from '../fields/text-input.tsx';
import { type Attempt, attemptFor } from '../sending/attempt.ts';
import { clearDraft, loadDraft, saveDraft } from '../sending/draft.ts';
import { savePending } from '../sending/pending-orders.ts';
import type { Outcome, Retry } from '../sending/send-order.ts';
import { usePlaceOrder } from '../sending/use-place-order.ts';

/** `since`: when it was sent, ms; `retry`: the repeated request under way. */
export type FormPhase = { step: 'filling' } | { step: 'sending'; since: number; retry?: Retry };

/**
 * The state of an order form: what is typed, what is wrong with it, and what became of it when it was sent. What is
 * typed stays until there is an order of it.
 * @param subject whose form it is
 * @param onPlaced called with the id of the order, also of one that is not confirmed yet; the form is empty then
 */
export const useOrderForm = (options: {
  workflow: string;
  fields: readonly Field[];
  subject: string;
  onPlaced(orderId: string): void;
}) => {
  const { workflow, fields, subject, onPlaced } = options;
  const place = usePlaceOrder(workflow);
  const owner = { workflow, subject };
  const [kept] = useState(() => loadDraft(owner, initialValues(fields)));
  const [values, setValues] = useState<Values>(kept.values);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [phase, setPhase] = useState<FormPhase>({ step: 'filling' });
  const [outcome, setOutcome] = useState<Outcome>();
  const attempt = useRef<Attempt>(kept.attempt);
  // State is that of the last rendering: two clicks before the next one would both see `filling`.
  const busy = useRef(false);

  const change = (name: string, value: string) => {
    const next = { ...values, [name]: value };
    setValues(next);
    saveDraft(owner, { values: next });
    setErrors(({ [name]: _, ...others }) => others);
  };

  const leave = (field: Field) => {
    const problem = checkValue(field, values[field.name] ?? '');
    // An empty field that is only passed by is not yet a mistake.
    if (problem && values[field.name]) setErrors((before) => ({ ...before, [field.name]: problem }));
  };

  const focusFirst = (wrong: Record<string, string>) => {
    const first = fields.find(({ name }) => name in wrong);
    if (!first) return;
    const button = document.getElementById(quickId(first));
    (button ?? document.getElementById(`field-${first.name}`))?.focus();
  };

  const showRefusal = ({ errors: found }: Extract<Outcome, { kind: 'refused' }>) => {
    const known = new Set(fields.map(({ name }) => name));
    const byField = found
      .map(({ field, message }) => [fieldOfPointer(field ?? ''), message] as const)
      .filter(([name]) => known.has(name));
    setErrors(Object.fromEntries(byField));
    focusFirst(Object.fromEntries(byField));
  };

  /** The form is empty and the order elsewhere: pressing the button again cannot make a second one. */
  const finish = (orderId: string) => {
    clearDraft(owner);
    setValues(initialValues(fields));
    onPlaced(orderId);
  };

  const submit = async () => {
    if (busy.current) return;
    const wrong = checkValues(fields, values);
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) {
      setOutcome(undefined);
      return focusFirst(wrong);
    }
    busy.current = true;
    const since = currentTime();
    setPhase({ step: 'sending', since });
    const details = toDetails(fields, values);
    attempt.current = attemptFor(details, attempt.current);
    const { key } = attempt.current;
    saveDraft(owner, { values, attempt: attempt.current });
    const result = await place(details, key, (retry) => setPhase({ step: 'sending', since, retry }));
    setOutcome(result);
    if (result.kind === 'placed') finish(result.order.id);
    if (result.kind === 'pending') {
      savePending(result.orderId, { key, details, values });
      finish(result.orderId);
    }
    if (result.kind === 'refused') showRefusal(result);
    if (result.kind !== 'unknown') attempt.current = undefined;
    busy.current = false;
    setPhase({ step: 'filling' });
  };

  return { values, errors, phase, outcome, change, leave, submit };
};
