import type { ObjectShape, Shape } from './details-shape.ts';

/** The schema's text of an object's type, in which any field may be null: a value may be older than its JSON Schema. */
export function typeSdl({ name, fields }: ObjectShape): string {
  const lines = fields.map((field) => fieldSdl(field, outputType(field.shape)));
  return block(`type ${name}`, lines);
}

/** The schema's text of an object's input, which must have what is required. */
export function inputSdl({ inputName, fields }: ObjectShape): string {
  const lines = fields.map((field) => {
    const { shape, required } = field;
    return fieldSdl(field, `${inputType(shape)}${required && !shape.nullable ? '!' : ''}`);
  });
  return block(`input ${inputName}`, lines);
}

/** The schema's text of all enums of a shape. */
export function enumsSdl(shape: Shape): string[] {
  return enumsIn(shape).map(({ name, values }) =>
    block(
      `enum ${name}`,
      values.map((v) => `  ${v}`),
    ),
  );
}

/** A line for a field; its description, if it has one, is above. */
export function fieldSdl(
  { name, description }: { name: string; description?: string | undefined },
  type: string,
): string {
  return `${description === undefined ? '' : `  ${textSdl(description)}\n`}  ${name}: ${type}`;
}

export function outputType(shape: Shape): string {
  if (shape.kind === 'list') return `[${outputType(shape.of)}${shape.of.nullable ? '' : '!'}]`;
  return shape.kind === 'scalar' ? shape.type : shape.name;
}

export function inputType(shape: Shape): string {
  if (shape.kind === 'list') return `[${inputType(shape.of)}${shape.of.nullable ? '' : '!'}]`;
  if (shape.kind === 'object') return shape.inputName;
  return shape.kind === 'scalar' ? shape.type : shape.name;
}

/** Every object type of a shape, itself included. */
export function objectsIn(shape: Shape): ObjectShape[] {
  if (shape.kind === 'list') return objectsIn(shape.of);
  if (shape.kind !== 'object') return [];
  return [shape, ...shape.fields.flatMap((field) => objectsIn(field.shape))];
}

function enumsIn(shape: Shape): Extract<Shape, { kind: 'enum' }>[] {
  if (shape.kind === 'enum') return [shape];
  if (shape.kind === 'list') return enumsIn(shape.of);
  return shape.kind === 'object' ? shape.fields.flatMap((field) => enumsIn(field.shape)) : [];
}

/** A definition with its fields. */
export const block = (head: string, lines: readonly string[]): string =>
  `${head} {\n${lines.join('\n')}\n}\n`;
/** A string literal of JSON is one of GraphQL. */
export const textSdl = (words: string): string => JSON.stringify(words);
