import { readFileSync } from 'node:fs';
import { type Collection, parseCollection } from '../file/collection-file.ts';
import { type Collections, parseCollections } from '../file/collection-files.ts';

const folder = new URL('../../../../charts/cupcakery/collections/', import.meta.url);

/** The text of a default file. */
export function textOf(name: string): string {
  return readFileSync(new URL(`${name}.yaml`, folder), 'utf8');
}

/** The default files. */
export function defaultFiles(): { name: string; text: string }[] {
  return ['products', 'customers', 'purchases'].map((name) => ({ name: `${name}.yaml`, text: textOf(name) }));
}

/** The default collections. */
export function shopCollections(): Collections {
  return parseCollections(defaultFiles());
}

export function productsFile(): Collection {
  return parseCollection(textOf('products'), 'products.yaml');
}
