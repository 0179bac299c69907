import { t } from '../texts/texts.ts';
import { word } from '../texts/workflow-words.ts';
import type { Field } from './fields.ts';

/** The values of a form's inputs, by field name. A flag is `true`, `false` or empty (not set). */
export type Values = Readonly<Record<string, string>>;

export const initialValues = (fields: readonly Field[]): Values =>
  Object.fromEntries(fields.map(({ name, initial }) => [name, initial]));

/**
 * What is wrong with a value, in words for the person who typed it; undefined when nothing is. The server checks
 * again: it covers what this does not support of a schema.
 */
export const checkValue = (field: Field, value: string): string | undefined => {
  const text = value.trim();
  if (text === '') {
    if (!field.required || field.kind === 'flag') return undefined;
    return t(field.kind === 'choice' ? 'field.chooseOne' : 'field.fillIn');
  }
  switch (field.kind) {
    case 'text':
      if (text.length < (field.minLength ?? 0)) return t('field.tooShort', { min: field.minLength });
      if (text.length > (field.maxLength ?? Infinity)) {
        return t('field.tooLong', { max: field.maxLength, length: text.length });
      }
      return matches(text, field.pattern) ? undefined : t('field.form');
    case 'choice':
      return field.options.includes(text)
        ? undefined
        : t('field.oneOf', { options: field.options.map(word).join(', ') });
    case 'number': {
      const number = Number(text);
      if (!Number.isFinite(number)) return t('field.number');
      if (field.integer && !Number.isInteger(number)) return t('field.whole');
      if (number < (field.min ?? -Infinity)) return t('field.least', { min: field.min });
      return number > (field.max ?? Infinity) ? t('field.most', { max: field.max }) : undefined;
    }
    case 'flag':
    case 'json':
      return undefined;
    default:
      return field satisfies never;
  }
};

/** All that is wrong, by field name; empty when the form may be sent. */
export const checkValues = (fields: readonly Field[], values: Values): Record<string, string> =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const problem = checkValue(field, values[field.name] ?? '');
      return problem === undefined ? [] : [[field.name, problem]];
    }),
  );

/** The details to send: typed, without the optional fields that were left empty. */
export const toDetails = (fields: readonly Field[], values: Values): Record<string, unknown> =>
  Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      const text = (values[field.name] ?? '').trim();
      if (field.kind === 'flag') return text === '' && !field.required ? [] : [[field.name, text === 'true']];
      if (text === '') return [];
      if (field.kind === 'number') return [[field.name, Number(text)]];
      return [[field.name, field.kind === 'json' ? jsonOrText(text) : text]];
    }),
  );

/** A field that no input fits takes JSON; what is none is sent as the text it is. */
const jsonOrText = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const matches = (text: string, pattern: string | undefined): boolean => {
  if (pattern === undefined) return true;
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return true;
  }
};

/** The field that a JSON pointer into the details (`/size`, `/address/street`) belongs to. */
export const fieldOfPointer = (pointer: string): string =>
  (pointer.split('/')[1] ?? '').replaceAll('~1', '/').replaceAll('~0', '~');
