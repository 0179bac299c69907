/** A number on a page, and what the log has for it as of a moment; undefined: there is none. */
export type Claim = {
  page: string;
  what: string;
  said: number | undefined;
  truth: (at: number) => number | undefined;
  /** How far rounding may move it. */
  within?: number;
};

/**
 * The claims that were true at no moment of those in which the page may have learned them, a line each.
 * @param from, to ms; looked at twice a second, and at each of `changes` between them
 * @param changes when the log has something new, ms: what was so for a moment only may be what a page says
 */
export function untrueClaims(
  claims: readonly Claim[],
  from: number,
  to: number,
  changes: readonly number[] = [],
): string[] {
  const regularly = Array.from({ length: Math.ceil((to - from) / 500) + 1 }, (_, i) =>
    Math.min(to, from + i * 500),
  );
  const moments = [...regularly, ...changes.filter((at) => at >= from && at <= to)].sort((a, b) => a - b);
  return claims.flatMap(({ page, what, said, truth, within = 0 }) => {
    const found = moments.map(truth);
    const isTrue = found.some((value) =>
      value === undefined || said === undefined ? value === said : Math.abs(value - said) <= within,
    );
    if (isTrue) return [];
    const all = [...new Set(found.map(String))];
    return [
      `${page}: ${what} is said to be ${said}, the log has ${all.slice(0, 3).join(', ')} … ${all.at(-1)}`,
    ];
  });
}
