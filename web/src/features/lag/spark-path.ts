/** The largest known value; undefined: none is known. */
export const mostOf = (values: readonly (number | null)[]): number | undefined => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? undefined : Math.max(...known);
};

/** An SVG path over values from left to right, 0 at the foot; where a value is unknown the line is broken. */
export const pathOf = (values: readonly (number | null)[], width: number, height: number): string => {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  let drawing = false;
  return values
    .map((value, i) => {
      if (value === null) {
        drawing = false;
        return '';
      }
      const move = drawing ? 'L' : 'M';
      drawing = true;
      return `${move}${(i * step).toFixed(1)} ${(height - 1 - (value / most) * (height - 2)).toFixed(1)}`;
    })
    .join('');
};
