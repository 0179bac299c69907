/** The sum; unknown if one part is. */
export function sumOf(values: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

/** The largest; unknown if one part is, since that could be the largest. */
export function worstOf(values: readonly (number | undefined)[]): number | undefined {
  let worst = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    worst = Math.max(worst, value);
  }
  return worst;
}
