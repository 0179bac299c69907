import { CollectionFileError } from '@cupcakery/collections/file/collection-file';
import {
  type Collections,
  collectionFileEndings,
  parseCollections,
} from '@cupcakery/collections/file/collection-files';
import { readTextFiles } from '@cupcakery/kit/files';
import { SetupError } from '../toolbox/setup-error.ts';

/** The collections of a folder by name; throws a SetupError that names file, path and reason for one that cannot be used. */
export function collectionsIn(folder: string): Collections {
  try {
    return parseCollections(readTextFiles(folder, collectionFileEndings));
  } catch (error) {
    throw error instanceof CollectionFileError ? new SetupError(error.message) : error;
  }
}
