import type { Collection } from './collection-file.ts';
import type { Collections } from './collection-files.ts';

/** The collections that refer to one, each with the field by which it does: the first one where there are several. */
export function referencesTo(
  { name }: Collection,
  collections: Collections,
): { other: Collection; by: string }[] {
  return [...collections.values()].flatMap((other) => {
    const by = Object.keys(other.references).find((field) => other.references[field] === name);
    return by === undefined ? [] : [{ other, by }];
  });
}
