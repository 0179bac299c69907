import { parse } from 'yaml';
import type { z } from 'zod';

/**
 * Reads a YAML file by a schema.
 * @param text the file's content
 * @param file named in errors
 * @param fail makes the error to throw of a message that lists every problem with file, path and reason
 */
export function readYaml<S extends z.ZodType>(
  { text, file }: { text: string; file: string },
  schema: S,
  fail: (message: string, cause?: unknown) => Error,
): z.output<S> {
  const parsed = schema.safeParse(parseYaml(text, file, fail));
  if (parsed.success) return parsed.data;
  throw fail(
    parsed.error.issues.map((i) => `${file}: ${i.path.join('.') || '(top)'}: ${i.message}`).join('\n'),
  );
}

function parseYaml(text: string, file: string, fail: (message: string, cause: unknown) => Error): unknown {
  try {
    return parse(text, { maxAliasCount: 50 });
  } catch (error) {
    // Not only YAMLParseError: a bad alias is a ReferenceError.
    throw fail(`${file}: (top): ${error instanceof Error ? error.message : String(error)}`, error);
  }
}
