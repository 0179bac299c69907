import { type Fit, fitLines, type TextBlock } from './fit-lines.ts';

/** The texts of a card, the most important first. */
export const textKinds = ['headline', 'note', 'reason', 'rest'] as const;
export type TextKind = (typeof textKinds)[number];

/** An allergy, or why an order was stopped. */
const urgentKinds: readonly TextKind[] = ['note', 'reason'];

/** How many whole lines of each text are shown, and what has given way. */
export type TextFit = Partial<Record<TextKind, number>> &
  Pick<Fit, 'whole' | 'progress'> & { cutsNote: boolean };

/** As long as nothing was measured. */
export const unmeasured: TextFit = { whole: true, progress: true, cutsNote: false };

const px = (length: string): number => Number.parseFloat(length) || 0;

/**
 * Measures the texts of a card and divides its height among them.
 * @param room contains an element with `data-text` for each text, one with `data-more` (the mark), and maybe one with
 *   `data-progress`; those that are not shown must have a height all the same
 */
export const measureTexts = (room: HTMLElement): TextFit => {
  const found = textKinds.flatMap((kind) => {
    const element = room.querySelector<HTMLElement>(`[data-text="${kind}"]`);
    return element ? [{ kind, block: { ...measureBlock(element), urgent: urgentKinds.includes(kind) } }] : [];
  });
  const { lines, whole, progress } = fitLines(
    found.map(({ block }) => block),
    {
      height: room.clientHeight,
      progress: outerHeight(room.querySelector('[data-progress]')),
      mark: outerHeight(room.querySelector('[data-more]')),
    },
  );
  const shown = found.map(({ kind }, index) => [kind, lines[index] ?? 0]);
  const cutsNote = found.some(
    ({ kind, block }, index) => kind === 'note' && block.lines > (lines[index] ?? 0),
  );
  return { ...Object.fromEntries(shown), whole, progress, cutsNote };
};

const measureBlock = (element: HTMLElement): TextBlock => {
  const style = getComputedStyle(element);
  const lineHeight = px(style.lineHeight);
  const padding = px(style.paddingBlockStart) + px(style.paddingBlockEnd);
  // Also of what is clipped: all of its lines.
  const lines = Math.max(1, Math.round((element.scrollHeight - padding) / lineHeight));
  return { lines, lineHeight, frame: padding + px(style.marginBlockStart) };
};

const outerHeight = (element: HTMLElement | null): number =>
  element ? element.offsetHeight + px(getComputedStyle(element).marginBlockStart) : 0;
