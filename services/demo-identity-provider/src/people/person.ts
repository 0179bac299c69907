export const groups = ['customers', 'kitchen', 'others'] as const;

/** One who can sign in. `title` and `says` are for the sign-in page: what the person is, and may do. */
export type Person = {
  id: string;
  name: string;
  title: string;
  says: string;
  group: (typeof groups)[number];
  roles: readonly string[];
  /** Further claims of the person's tokens, such as departments. */
  claims: Readonly<Record<string, readonly string[]>>;
};
