import { z } from 'zod';

/** The objects at one path by namespace and name, each reduced to the output of a schema. */
export type ObjectStore<T> = {
  /** Undefined before the first `replace`. */
  values(): Iterable<T> | undefined;
  /** Replaces all objects by those of a list. */
  replace(objects: readonly unknown[]): void;
  /** Stores an object; one that cannot be parsed is treated as absent. */
  put(object: unknown): void;
  remove(object: unknown): void;
};

const namedSchema = z.object({
  metadata: z.object({ namespace: z.string().default(''), name: z.string() }),
});

/** @param onUnreadable called with the reason for each object that the schema rejects */
export function createObjectStore<T>(
  schema: z.ZodType<T>,
  onUnreadable: (why: string) => void,
): ObjectStore<T> {
  let stored: Map<string, T> | undefined;

  function putInto(objects: Map<string, T>, object: unknown): void {
    const key = keyOf(object);
    const parsed = schema.safeParse(object);
    if (parsed.success) {
      objects.set(key, parsed.data);
      return;
    }
    objects.delete(key);
    onUnreadable(`${key}: ${z.prettifyError(parsed.error)}`);
  }

  return {
    values: () => stored?.values(),
    replace(objects) {
      const listed = new Map<string, T>();
      for (const object of objects) putInto(listed, object);
      stored = listed;
    },
    put(object) {
      if (stored) putInto(stored, object);
    },
    remove(object) {
      stored?.delete(keyOf(object));
    },
  };
}

function keyOf(object: unknown): string {
  const { namespace, name } = namedSchema.parse(object).metadata;
  return `${namespace}/${name}`;
}
