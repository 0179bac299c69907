import type { LagPoint } from './lag-point.ts';

/** More are not drawn, and not sent. */
const maxPoints = 240;
/** Measured points are 15 to 20 s apart: in shorter spans there would be gaps. */
export const shortestSpanMs = 30_000;

/**
 * Points over the last minutes at equal distances, each the worst of its span: at most 240, whatever is given. A span in
 * which nothing is known is null, also before the first point, so that a chart shows the gap and not a shorter time. The
 * present span is left out while it has no point.
 * @param points in any order
 * @param now ms since 1970
 */
export function spreadPoints(points: Iterable<LagPoint>, minutes: number, now: number): LagPoint[] {
  const length = minutes * 60_000;
  const spanMs = Math.max(shortestSpanMs, Math.ceil(length / maxPoints / 1000) * 1000);
  const last = Math.floor(now / spanMs);
  const first = last - Math.max(1, Math.floor(length / spanMs)) + 1;
  const spans = Array.from({ length: last - first + 1 }, (_, i): LagPoint & { isKnown: boolean } => ({
    at: (first + i) * spanMs,
    lag: null,
    oldestAgeSeconds: null,
    isKnown: false,
  }));
  let found = false;
  for (const { at, lag, oldestAgeSeconds } of points) {
    const span = spans[Math.floor(at / spanMs) - first];
    if (!span) continue;
    found = true;
    span.isKnown = true;
    span.lag = worse(span.lag, lag);
    span.oldestAgeSeconds = worse(span.oldestAgeSeconds, oldestAgeSeconds);
  }
  if (!found) return [];
  if (spans.at(-1)?.isKnown === false) spans.pop();
  return spans.map(({ isKnown: _, ...point }) => point);
}

/** The sum of two histories of equal spans; unknown where one of them is. */
export function addPoints(a: readonly LagPoint[], b: readonly LagPoint[]): LagPoint[] {
  const others = new Map(b.map((point) => [point.at, point]));
  return a.map(({ at, lag, oldestAgeSeconds }) => {
    const other = others.get(at);
    if (lag === null || other?.lag == null) return { at, lag: null, oldestAgeSeconds: null };
    return {
      at,
      lag: lag + other.lag,
      oldestAgeSeconds:
        oldestAgeSeconds === null || other.oldestAgeSeconds === null
          ? null
          : Math.max(oldestAgeSeconds, other.oldestAgeSeconds),
    };
  });
}

function worse(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
