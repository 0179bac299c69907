import { t } from '../../texts/texts.ts';
/** One page of a list: its items from index `from` to before `to`. */
export type Page = { index: number; count: number; from: number; to: number };

/** The page `wanted`, or the nearest there is: a list that shrank does not leave an empty page open. */
export const pageOf = (length: number, size: number, wanted: number): Page => {
  const count = Math.max(1, Math.ceil(length / size));
  const index = Math.min(Math.max(0, wanted), count - 1);
  return { index, count, from: index * size, to: Math.min(length, (index + 1) * size) };
};

/** `1-10 of 60, page 1 of 6`. A gap on the page is no ticket. */
export const pageWords = ({ index, count, from, to }: Page, length: number): string =>
  length === 0
    ? t('board.noTickets')
    : t('board.page', {
        first: from + 1,
        last: Math.min(to, length),
        total: length,
        page: index + 1,
        pages: count,
      });
