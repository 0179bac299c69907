import type { Field } from './fields.ts';

/** Details that fit a schema, chosen at random from its examples, options and small numbers: for demos. */
export const sampleDetails = (
  fields: readonly Field[],
  random: () => number = Math.random,
): Record<string, unknown> => {
  const pick = (options: readonly string[]): string | undefined =>
    options[Math.floor(random() * options.length)];
  const value = (field: Field): unknown => {
    switch (field.kind) {
      case 'text':
        return pick(field.examples) ?? (field.required ? 'Sample' : undefined);
      case 'choice':
        return pick(field.options);
      case 'number': {
        const min = field.min ?? 0;
        return Math.min(field.max ?? Infinity, min + Math.floor(random() * 12));
      }
      case 'flag':
        return random() < 0.5;
      case 'json':
        return field.initial === '' ? undefined : field.initial;
      default:
        return field satisfies never;
    }
  };
  return Object.fromEntries(
    fields.filter(({ required }) => required).map((field): [string, unknown] => [field.name, value(field)]),
  );
};
