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
import { type Attempt, attemptFor } from './attempt.ts';
import type { Outcome } from './send-order.ts';
import { usePlaceOrder } from './use-place-order.ts';

/** After an answer the key still holds for so long: the second click of a double click is the same wish. */
const restMs = 1_500;

export type FormPhase = 'filling' | 'sending' | 'resting';

/** The state of an order form: what is typed, what is wrong with it, and what became of it when it was sent. */
export const useOrderForm = (workflow: string, fields: readonly Field[]) => {
  const place = usePlaceOrder(workflow);
  const [values, setValues] = useState<Values>(() => initialValues(fields));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [phase, setPhase] = useState<FormPhase>('filling');
  const [outcome, setOutcome] = useState<Outcome>();
  const attempt = useRef<Attempt>(undefined);
  // State is a drawing old: two clicks within one drawing would both see `filling`.
  const busy = useRef(false);

  const change = (name: string, value: string) => {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors(({ [name]: _, ...others }) => others);
  };

  const leave = (field: Field) => {
    const problem = checkValue(field, values[field.name] ?? '');
    // An empty field that is only passed by is not yet a mistake.
    if (problem && values[field.name]) setErrors((before) => ({ ...before, [field.name]: problem }));
  };

  const focusFirst = (wrong: Record<string, string>) => {
    const first = fields.find(({ name }) => name in wrong);
    if (first) document.getElementById(`field-${first.name}`)?.focus();
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
    setPhase('sending');
    const details = toDetails(fields, values);
    attempt.current = attemptFor(details, attempt.current);
    const result = await place(details, attempt.current.key);
    setOutcome(result);
    if (result.kind === 'refused') {
      const known = new Set(fields.map(({ name }) => name));
      const byField = result.errors
        .map(({ field, message }) => [fieldOfPointer(field ?? ''), message] as const)
        .filter(([name]) => known.has(name));
      setErrors(Object.fromEntries(byField));
      focusFirst(Object.fromEntries(byField));
    }
    if (result.kind === 'placed') {
      setPhase('resting');
      await new Promise((resolve) => setTimeout(resolve, restMs));
      attempt.current = undefined;
    }
    busy.current = false;
    setPhase('filling');
  };

  return { values, errors, phase, outcome, change, leave, submit };
};
