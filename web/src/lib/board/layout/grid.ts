export type GridShape = { columns: number; rows: number };

/** Keys 1 to 9 and 0 select ten slots; more could not be selected. */
export const maxSlots = 10;

/**
 * How many tickets fit a board, at most ten: whole rows and columns, none smaller than can be read.
 * @param width of the board, `leastWidth` of a ticket: the same unit
 */
export const gridShape = (
  width: number,
  height: number,
  least: { width: number; height: number; gap: number },
): GridShape => {
  const fit = (space: number, size: number) =>
    Math.max(1, Math.floor((space + least.gap) / (size + least.gap)));
  const columns = Math.min(5, fit(width, least.width));
  return { columns, rows: Math.min(fit(height, least.height), Math.floor(maxSlots / columns)) };
};
