/** The names of a collection in the schema. */
export type CollectionNames = {
  /** Of an item. */
  type: string;
  edge: string;
  connection: string;
  itemField: string;
  listField: string;
  /** Of what is written. */
  input: string;
  result: string;
  createInput: string;
  replaceInput: string;
  deleteInput: string;
  createField: string;
  replaceField: string;
  deleteField: string;
};

/** `products` becomes `Product`, `product(id)`, `products(q, first, after)`, `createProduct` and so on. */
export function collectionNamesOf(collection: string): CollectionNames {
  const words = collection.split('-').filter((word) => word !== '');
  const many = words.map((word, i) => (i === 0 ? word : capitalized(word))).join('');
  const one = singularOf(many);
  const type = capitalized(one);
  return {
    type,
    edge: `${type}Edge`,
    connection: `${type}Connection`,
    itemField: one,
    listField: many,
    input: `${type}Input`,
    result: `${type}Result`,
    createInput: `Create${type}Input`,
    replaceInput: `Replace${type}Input`,
    deleteInput: `Delete${type}Input`,
    createField: `create${type}`,
    replaceField: `replace${type}`,
    deleteField: `delete${type}`,
  };
}

/** One of what a name in the plural says; where it says no plural, with `Item` behind it. */
export function singularOf(many: string): string {
  if (/[^aeiou]ies$/.test(many)) return `${many.slice(0, -3)}y`;
  if (/(ss|x|ch|sh)es$/.test(many)) return many.slice(0, -2);
  if (/[^su]s$/.test(many)) return many.slice(0, -1);
  return `${many}Item`;
}

export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
