import { type Collection, CollectionFileError, parseCollection } from './collection-file.ts';
import { conflicts } from './collection-rules.ts';

/** Endings of collection files. */
export const collectionFileEndings = ['.yaml', '.yml'] as const;

/** The collections of an installation by name. */
export type Collections = ReadonlyMap<string, Collection>;

/**
 * Reads all collection files of an installation: by name, which must be unique, as must their topics. References must lead
 * to a collection; they may form a ring.
 * @throws CollectionFileError listing every problem with its file and path
 */
export function parseCollections(files: readonly { name: string; text: string }[]): Collections {
  const collections = new Map<string, Collection>();
  const fileOf = new Map<string, string>();
  const byTopic = new Map<string, string>();
  for (const file of files) {
    const collection = parseCollection(file.text, file.name);
    const { name, topic } = collection;
    if (collections.has(name))
      throw new CollectionFileError(`${file.name}: name: another file describes ${name} already`);
    const other = byTopic.get(topic);
    if (other !== undefined)
      throw new CollectionFileError(`${file.name}: topic: ${topic} belongs to ${other} already`);
    byTopic.set(topic, name);
    collections.set(name, collection);
    fileOf.set(name, file.name);
  }
  const problems = [...conflicts(collections)];
  if (problems.length > 0) {
    const lines = problems.map(([name, path, why]) => `${fileOf.get(name)}: ${path}: ${why}`);
    throw new CollectionFileError(lines.join('\n'));
  }
  return collections;
}
