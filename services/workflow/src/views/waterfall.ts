import { partsOf, type StepEnd, type Timeline, type TimelineStep } from './timeline.ts';

const width = 80;
const columns = { stage: 11, time: 9, bar: 30, by: 16 };
const bars = { waiting: '░', working: '▓', unknown: '▒', stopped: '×' } as const;

const ends: Record<StepEnd, string | undefined> = {
  done: undefined,
  incident: 'stopped',
  resolved: 'resolved',
  released: 'given back',
  requeued: 'put at the end of the queue',
  recalled: 'taken back to the stage before',
  cancelled: 'cancelled',
  scrapped: 'scrapped',
};

/**
 * An order's way as lines of at most 80 columns, for terminals: a row for each time that it was at a stage or stopped, with
 * how long it waited and was worked on, and where in the whole that was.
 * @param options.complete false: later events are missing
 * @param options.now ms since 1970
 */
export function waterfall(
  timeline: Timeline,
  { complete, now }: { complete: boolean; now: number },
): string[] {
  const { totals, steps, unknown } = timeline;
  const span = { from: timeline.from, to: Math.max(timeline.to ?? now, timeline.from + 1) };
  const symbols = `${bars.waiting} waiting ${bars.working} working${totals.stopped > 0 ? ` ${bars.stopped} stopped` : ''}`;
  return [
    ...headOf(timeline, now),
    '',
    row('stage', 'waiting', 'working', symbols, 'by'),
    ...steps.flatMap((step) => linesOf(step, span, now)),
    row('total', duration(totals.waiting), duration(totals.working), '', ''),
    ...(totals.stopped > 0 ? [`stopped for ${duration(totals.stopped)}`] : []),
    ...(totals.unknown > 0
      ? [`${bars.unknown} ${duration(totals.unknown)} at stages that do not report when work begins`]
      : []),
    ...unknown.slice(0, 3).map((name) => `not shown, of a newer release: ${name}`),
    ...(complete ? [] : ['The history is not complete: later events are missing.']),
  ].map((line) => cut(line, width).trimEnd());
}

function headOf({ orderId, workflow, traceId, from, to, status, steps }: Timeline, now: number): string[] {
  const took = duration((to ?? now) - from);
  const present = steps.at(-1)?.stage;
  const says = {
    finished: `finished in ${took}`,
    cancelled: `cancelled after ${took}`,
    scrapped: `scrapped after ${took}`,
    incident: `stopped, ${took} so far`,
    open: `at ${present ?? '?'}, ${took} so far`,
  }[status];
  return [
    `Order ${orderId}${workflow === undefined ? '' : ` of ${workflow}`}`,
    `${says}, placed ${new Date(from).toISOString()}`,
    traceId === undefined ? 'no trace' : `trace ${traceId}`,
  ];
}

function linesOf(step: TimelineStep, span: { from: number; to: number }, now: number): string[] {
  const { stage, by, end, note } = step;
  const { waiting, working, stopped, unknown } = partsOf(step, now);
  const waited = duration(stage === undefined ? stopped : unknown > 0 ? unknown : waiting);
  const worked = stage !== undefined && step.startedAt !== undefined ? duration(working) : '';
  const said = [end && ends[end], note].filter((text) => text !== undefined && text !== '');
  return [
    row(stage ?? '(stopped)', waited, worked, barOf(step, span, now), by ?? ''),
    ...(said.length > 0 ? [`  ${said.join(': ')}`] : []),
  ];
}

/** Each part of a step where it was in the whole; what took any time is at least a character. */
function barOf(step: TimelineStep, span: { from: number; to: number }, now: number): string {
  const { from, startedAt, to } = step;
  const until = to ?? now;
  const column = (time: number) =>
    Math.round(
      ((Math.min(Math.max(time, span.from), span.to) - span.from) / (span.to - span.from)) * columns.bar,
    );
  const begin = Math.min(column(from), columns.bar - 1);
  const { waiting, working, unknown } = partsOf(step, now);
  const parts: [char: string, until: number, takes: number][] =
    step.stage === undefined
      ? [[bars.stopped, until, until - from]]
      : [
          [bars.unknown, until, unknown],
          [bars.waiting, startedAt ?? until, waiting],
          [bars.working, until, working],
        ];
  let text = ' '.repeat(begin);
  for (const [char, end, takes] of parts) {
    if (takes <= 0) continue;
    text += char.repeat(Math.max(1, column(end) - text.length));
  }
  return to === undefined ? `${cut(text, columns.bar - 1)}…` : cut(text, columns.bar);
}

function row(stage: string, waiting: string, working: string, bar: string, by: string): string {
  const { stage: first, time } = columns;
  return [
    pad(stage, first),
    waiting.padStart(time),
    working.padStart(time),
    ` ${pad(bar, columns.bar)}`,
    cut(by, columns.by),
  ].join(' ');
}

/** Milliseconds as people say it, in at most nine characters. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${pad2(whole % 60)}s`;
  const hours = Math.floor(whole / 3600);
  if (hours < 48) return `${hours}h ${pad2(Math.floor(whole / 60) % 60)}m`;
  return `${Math.floor(hours / 24)}d ${pad2(hours % 24)}h`;
}

const pad2 = (n: number) => String(n).padStart(2, '0');

/** Characters that are two columns wide in a terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u;
const columnsOf = (char: string) => (wide.test(char) ? 2 : 1);

/** At most so many columns of a text. What could move a terminal's cursor is replaced: names and reasons are of others. */
function cut(text: string, columns: number): string {
  let cutText = '';
  let used = 0;
  for (const char of text.replace(/\p{C}/gu, '?')) {
    used += columnsOf(char);
    if (used > columns) return cutText;
    cutText += char;
  }
  return cutText;
}

function pad(text: string, columns: number): string {
  const shown = cut(text, columns);
  const used = [...shown].reduce((sum, char) => sum + columnsOf(char), 0);
  return shown + ' '.repeat(columns - used);
}
