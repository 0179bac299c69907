import { name, topicName } from '@cupcakery/workflow/file/workflow-schema';
import { z } from 'zod';

/** A field's name: also of GraphQL, and of programs. */
const fieldName = z.string().regex(/^[a-z][A-Za-z0-9]{0,62}$/, 'letters and digits, a lower-case one first');

const computedSchema = z
  .strictObject({
    /** The collection whose items are counted. */
    of: name,
    /** Its field that refers to this collection. */
    by: fieldName,
    count: z.literal(true).optional(),
    /** A field with money, added up. */
    sum: fieldName.optional(),
    /** A field whose different values are counted. */
    distinct: fieldName.optional(),
  })
  .refine(
    ({ count, sum, distinct }) => [count, sum, distinct].filter((one) => one !== undefined).length === 1,
    'needs one of count, sum and distinct',
  );

/** A collection file as it is written; the rules between fields and files are in collection-rules. */
export const collectionSchema = z.strictObject({
  name,
  title: z.string().min(1).max(100),
  topic: topicName,
  /** References span partitions, so there is one. */
  partitions: z.literal(1, 'there is one partition').default(1),
  /** Roles that may create, change and delete. */
  writers: z.array(name).min(1).max(20),
  /** Roles that may read; everyone who is signed in without it. Writers may read, too. */
  readers: z.array(name).max(20).optional(),
  schema: z.record(z.string(), z.unknown()),
  references: z.record(fieldName, name).default({}),
  computed: z.record(fieldName, computedSchema).default({}),
});

export type ParsedCollection = z.output<typeof collectionSchema>;
/** What is known of an item by the items that refer to it. */
export type Computed = Readonly<z.output<typeof computedSchema>>;
