import { locale, t } from '../texts/texts.ts';
import { word } from '../texts/workflow-words.ts';
import type { Field } from './fields.ts';

/** An order in a line: what it is and how many of it, the other details, and a longer text if there is one. */
export type Summary = { headline: string; item: string; count?: number; rest: string[]; note?: string };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (field: Field, value: unknown): string => {
  // A person's own text stays as it is.
  if (typeof value === 'string') return field.kind === 'text' && field.long ? value : word(value);
  if (field.kind === 'flag')
    return value === true ? field.title : t('field.not', { title: field.title.toLocaleLowerCase(locale()) });
  return `${field.title} ${typeof value === 'number' ? value : JSON.stringify(value)}`;
};

/** The parts of an order's details in the order of its schema; `quantity` reads as `6 ×` before the first. */
export const summarise = (fields: readonly Field[], details: unknown): Summary => {
  const values = isRecord(details) ? details : {};
  const said = fields.filter(({ name }) => values[name] !== undefined && values[name] !== null);
  const isNote = (field: Field) => field.kind === 'text' && field.long;
  const isCount = (field: Field) => field.kind === 'number' && field.name.toLowerCase() === 'quantity';
  const [first = t('field.order'), ...rest] = said
    .filter((field) => !isNote(field) && !isCount(field))
    .map((field) => show(field, values[field.name]));
  const quantity = said.find(isCount);
  const count = quantity && Number(values[quantity.name]);
  const notes = said.filter(isNote).map((field) => show(field, values[field.name]));
  return {
    headline: count === undefined ? first : `${count} × ${first}`,
    item: first,
    ...(count === undefined ? {} : { count }),
    rest,
    ...(notes.length > 0 ? { note: notes.join(' · ') } : {}),
  };
};

/** A text detail by name, for accents such as a picture in the order's flavour. */
export const textDetail = (details: unknown, name: string): string | undefined => {
  const value = isRecord(details) ? details[name] : undefined;
  return typeof value === 'string' ? value : undefined;
};
