/** Where the schema lies: the contract, published as it is. */
export const schemaFile = new URL('../../schema.graphql', import.meta.url);
