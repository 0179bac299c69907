import type { z } from 'zod';

/** Collects the JSON lines that a process prints. */
export type JsonLines = {
  push(text: string): void;
  /** The last line that fits the shape. */
  last<T>(shape: z.ZodType<T>): T | undefined;
  all<T>(shape: z.ZodType<T>): T[];
  count(shape: z.ZodType): number;
};

export function createJsonLines(): JsonLines {
  let rest = '';
  const lines: unknown[] = [];
  return {
    push(text) {
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
