import { compileDetails, type DetailsCheck } from '@cupcakery/workflow/file/details';
import { readYaml } from '@cupcakery/workflow/file/read-yaml';
import { moneyFormat } from '../money.ts';
import { inconsistencies } from './collection-rules.ts';
import { collectionSchema, type ParsedCollection } from './collection-schema.ts';
import { fieldsOf, readableSchema, searchableFields } from './fields.ts';

/** A checked collection file. */
export type Collection = Readonly<ParsedCollection> & {
  /** Its fields with money. */
  readonly money: ReadonlySet<string>;
  /** Its fields with texts in which a search looks. */
  readonly searchable: ReadonlySet<string>;
  /** What is wrong with an item that somebody wants to write: an empty list means it is fine. */
  readonly check: DetailsCheck;
  /**
   * What makes an item on the topic unreadable, which is less: its fields have the types of the schema, as far as there
   * are any. Lengths, ranges and what is required may have been different when it was written, or for who wrote it.
   */
  readonly checkReadable: DetailsCheck;
};

/** Collection files that cannot be used: which file, which path in it, and why. */
export class CollectionFileError extends Error {
  override readonly name = 'CollectionFileError';
}

const formats = { money: moneyFormat };

/**
 * Reads one collection file.
 * @param text YAML as in the README
 * @param file named in errors
 * @throws CollectionFileError listing every problem with its path
 */
export function parseCollection(text: string, file: string): Collection {
  const fail = (message: string, cause?: unknown) => new CollectionFileError(message, { cause });
  const parsed = readYaml({ text, file }, collectionSchema, fail);
  const problems = [...inconsistencies(parsed)];
  const onError = (why: string) => problems.push(['schema', why]);
  const check = compileDetails(parsed.schema, onError, formats);
  const fields = fieldsOf(parsed.schema);
  const checkReadable =
    problems.length > 0 ? check : compileDetails(readableSchema(fields), onError, formats);
  if (problems.length > 0) throw fail(problems.map(([path, why]) => `${file}: ${path}: ${why}`).join('\n'));
  const money = [...fields].filter(([, { format }]) => format === 'money').map(([name]) => name);
  const searchable = searchableFields(fields, parsed.references);
  return { ...parsed, money: new Set(money), searchable, check, checkReadable };
}
