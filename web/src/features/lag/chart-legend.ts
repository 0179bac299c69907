import { mostOf } from './spark-path.ts';

type Point = { at: string; lag: number | null; oldestAgeSeconds: number | null };

/** What stands below a chart; unknown is a dash. */
export type Legend = {
  /** The time of the values, ms; undefined: the present. */
  at: number | undefined;
  lag: string;
  age: string;
  mostLag: string;
  mostAge: string;
};

/** The values of the point that is pointed at, else of the last one, and the largest of all. */
export const legendOf = (points: readonly Point[], pointedAt: number | undefined): Legend => {
  const pointed = pointedAt === undefined ? undefined : points[pointedAt];
  const point = pointed ?? points.at(-1);
  return {
    at: pointed && Date.parse(pointed.at),
    lag: shown(point?.lag),
    age: shown(point?.oldestAgeSeconds),
    mostLag: shown(mostOf(points.map(({ lag }) => lag))),
    mostAge: shown(mostOf(points.map(({ oldestAgeSeconds }) => oldestAgeSeconds))),
  };
};

const shown = (value: number | null | undefined): string => (value == null ? '–' : String(Math.round(value)));
