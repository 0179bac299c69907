import { useCallback } from 'react';
import { useLocation, useSearch } from 'wouter';
import { choiceIn, withQuery } from './query.ts';

/** Replaces a value of the address's query, without a new entry in the browser's history. */
const useSetQuery = (name: string): ((value: string | undefined) => void) => {
  const [path, navigate] = useLocation();
  return useCallback(
    // The query as it is now: another hook may have set its value in the same turn.
    (value) => navigate(path + withQuery(globalThis.location.search, name, value), { replace: true }),
    [path, navigate, name],
  );
};

/**
 * One of a few, kept in the address: it survives a reload and can be shared. The fallback is not written there.
 * @param values all that it may be; another one in the address is ignored
 */
export const useQueryChoice = <Value extends string | number>(
  name: string,
  values: readonly Value[],
  fallback: NoInfer<Value>,
): [Value, (value: Value) => void] => {
  const value = choiceIn<Value>(useSearch(), name, values, fallback);
  const set = useSetQuery(name);
  return [value, (next) => set(next === fallback ? undefined : String(next))];
};

/** A text, kept in the address; undefined: there is none. */
export const useQueryText = (name: string): [string | undefined, (value: string | undefined) => void] => [
  new URLSearchParams(useSearch()).get(name) ?? undefined,
  useSetQuery(name),
];
