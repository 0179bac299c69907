import type { z } from 'zod';

/** The JSON lines that a process prints. */
export type LineReader = {
  take(text: string): void;
  /** The last line of that shape. */
  last<T>(shape: z.ZodType<T>): T | undefined;
  all<T>(shape: z.ZodType<T>): T[];
  count(shape: z.ZodType): number;
};

export function createLineReader(): LineReader {
  let rest = '';
  const lines: unknown[] = [];
  return {
    take(text) {
      const parts = `${rest}${text}`.split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) if (part.startsWith('{')) lines.push(JSON.parse(part));
    },
    last(shape) {
      for (let i = lines.length - 1; i >= 0; i -= 1) {
        const found = shape.safeParse(lines[i]);
        if (found.success) return found.data;
      }
      return undefined;
    },
    all: (shape) =>
      lines.flatMap((line) => {
        const found = shape.safeParse(line);
        return found.success ? [found.data] : [];
      }),
    count: (shape) => lines.filter((line) => shape.safeParse(line).success).length,
  };
}
