/** The value in a query that is one of `values`; `fallback` where there is none, or one that is not. */
export const choiceIn = <Value extends string | number>(
  search: string,
  name: string,
  values: readonly Value[],
  fallback: Value,
): Value => {
  const text = new URLSearchParams(search).get(name);
  return values.find((value) => String(value) === text) ?? fallback;
};

/** The query with a value set, or removed (undefined); the others stay as they are. Empty, or with its question mark. */
export const withQuery = (search: string, name: string, value: string | undefined): string => {
  const params = new URLSearchParams(search);
  if (value === undefined) params.delete(name);
  else params.set(name, value);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
};
