import type { Field } from '../../../lib/details/fields.ts';

/** What the input of every kind of field gets. */
export type InputProps<K extends Field['kind'] = Field['kind']> = {
  field: Extract<Field, { kind: K }>;
  value: string;
  error: string | undefined;
  onChange(value: string): void;
  onLeave(): void;
};
