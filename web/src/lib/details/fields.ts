import { word } from '../texts/workflow-words.ts';

/** One field of a form, as a workflow's JSON Schema describes it. Anything not understood is `json`. */
export type Field = FieldBase &
  (
    | {
        kind: 'text';
        minLength?: number;
        maxLength?: number;
        examples: string[];
        long: boolean;
        pattern?: string;
      }
    | { kind: 'choice'; options: string[] }
    | { kind: 'number'; integer: boolean; min?: number; max?: number; step?: number }
    | { kind: 'flag' }
    | { kind: 'json' }
  );

type FieldBase = { name: string; title: string; hint?: string; required: boolean; initial: string };

/** Texts that may be longer are written in a box of several lines. */
const longText = 120;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const given = <K extends string, T>(key: K, value: T | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** `giftWrap`, `gift_wrap` -> `Gift wrap`: for properties without a title. */
const titleOf = (name: string): string => {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const initialOf = (value: unknown): string => {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const fieldOf = (name: string, schema: unknown, required: boolean): Field => {
  const known = isRecord(schema) ? schema : {};
  const hint = textOf(known.description);
  const base = {
    name,
    title: word(textOf(known.title) ?? titleOf(name)),
    required,
    initial: initialOf(known.default),
    ...given('hint', hint === undefined ? undefined : word(hint)),
  };
  if (Array.isArray(known.enum)) {
    const options = strings(known.enum);
    return options.length === known.enum.length
      ? { ...base, kind: 'choice', options }
      : { ...base, kind: 'json' };
  }
  // Values that depend on others, or are themselves made of others, are beyond a plain input.
  if (['$ref', 'oneOf', 'anyOf', 'allOf', 'not', 'if', 'const'].some((key) => key in known)) {
    return { ...base, kind: 'json' };
  }
  switch (known.type) {
    case 'string': {
      const maxLength = numberOf(known.maxLength);
      return {
        ...base,
        kind: 'text',
        examples: strings(known.examples),
        long: (maxLength ?? 0) > longText,
        ...given('minLength', numberOf(known.minLength)),
        ...given('maxLength', maxLength),
        ...given('pattern', textOf(known.pattern)),
      };
    }
    case 'integer':
    case 'number':
      return {
        ...base,
        kind: 'number',
        integer: known.type === 'integer',
        ...given('min', numberOf(known.minimum)),
        ...given('max', numberOf(known.maximum)),
        ...given('step', numberOf(known.multipleOf)),
      };
    case 'boolean':
      return { ...base, kind: 'flag' };
    default:
      return { ...base, kind: 'json' };
  }
};

/** The fields of an object schema in its own order, their titles in the language of the page; none for anything else. */
export const readFields = (schema: unknown): Field[] => {
  if (!isRecord(schema) || !isRecord(schema.properties)) return [];
  const required = strings(schema.required);
  return Object.entries(schema.properties).map(([name, property]) =>
    fieldOf(name, property, required.includes(name)),
  );
};
