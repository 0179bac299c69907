import type { PagesFigures } from './measure-pages.ts';

/** The table of the pages: each load on a slow phone, then what the open front page costs. Goals are not asserted. */
export function pagesTable({ loads, live }: PagesFigures): string {
  return [
    line('Fast 3G, a quarter of the CPU', 'LCP s', 'FCP s', 'shifts', 'KB'),
    ...Object.entries(loads).map(([page, { firstPaint, largestPaint, shifts, kilobytes }]) =>
      line(page, largestPaint.toFixed(2), firstPaint.toFixed(2), shifts.toFixed(3), kilobytes.toFixed(0)),
    ),
    'goals: LCP of / <= 2.5 s, first load < 150 KB',
    '',
    `/ open at 60 orders a minute: ${live.cpuSeconds.toFixed(1)} s of the renderer's CPU a minute  (goal: <= 13 s)`,
    `  WebSocket: ${live.kilobytesPerOrder.toFixed(1)} KB an order, ${live.wireKilobytesPerOrder.toFixed(1)} on the wire`,
  ].join('\n');
}

function line(what: string, ...cells: string[]): string {
  return `${what.padEnd(32)}${cells.map((cell) => cell.padStart(9)).join('')}`;
}
