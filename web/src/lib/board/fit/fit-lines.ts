/** A text of a card that competes with others for the card's height; all in px. */
export type TextBlock = {
  /** How many lines it has when nothing is left out. */
  lines: number;
  lineHeight: number;
  /** What it needs beside its lines: padding, border, margin. */
  frame: number;
  /** May hurt somebody if it is not read: it gets its further lines before the others. */
  urgent?: boolean;
};

/** The room for the texts of a card, px. */
export type TextRoom = {
  height: number;
  /** Height of what is shown only when all texts are whole. */
  progress: number;
  /** Height of the mark that says that there is more. */
  mark: number;
};

/** How many whole lines of each text are shown. */
export type Fit = { lines: readonly number[]; whole: boolean; progress: boolean };

/**
 * Divides a card's height among its texts, in whole lines. The progress gives way first. When the texts still do not fit, the
 * height of the mark is kept free; then each text gets one line, then those that can be whole are, then the rest is used up.
 * @param blocks the most important text first: it gets its first line first. In the later rounds the urgent ones come first
 */
export const fitLines = (blocks: readonly TextBlock[], { height, progress, mark }: TextRoom): Fit => {
  const needed = blocks.reduce((sum, { lines, lineHeight, frame }) => sum + frame + lines * lineHeight, 0);
  const all = blocks.map(({ lines }) => lines);
  if (needed <= height + slack) {
    return { lines: all, whole: true, progress: needed + progress <= height + slack };
  }

  let left = height - mark + slack;
  const lines = blocks.map(() => 0);
  /** Adds up to `count` lines to a text, as far as there is room; nothing at all if `onlyWhole` and they do not fit. */
  const grant = (index: number, count: number, onlyWhole = false) => {
    const block = blocks[index];
    const has = lines[index] ?? 0;
    if (!block || count <= 0) return;
    const frame = has === 0 ? block.frame : 0;
    const fitting = Math.min(count, Math.floor((left - frame) / block.lineHeight));
    if (fitting <= 0 || (onlyWhole && fitting < count)) return;
    lines[index] = has + fitting;
    left -= frame + fitting * block.lineHeight;
  };
  const missing = (index: number) => (blocks[index]?.lines ?? 0) - (lines[index] ?? 0);
  for (const index of blocks.keys()) grant(index, Math.min(1, missing(index)));
  const isUrgent = (index: number) => blocks[index]?.urgent === true;
  const later = [...blocks.keys()].sort((a, b) => Number(isUrgent(b)) - Number(isUrgent(a)) || a - b);
  for (const index of later) grant(index, missing(index), true);
  for (const index of later) grant(index, missing(index));
  return { lines, whole: false, progress: false };
};

/** Browsers round heights to device pixels: less than this is no missing height. */
const slack = 0.75;
