/** A table in Markdown. */
export const table = (head: string[], rows: (string | number)[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** A number for people, such as 1,234.5. */
export const amount = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 1 });
