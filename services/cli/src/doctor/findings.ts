import type { Backlog } from '../api/documents.ts';
import { sinceText, spanText } from '../output/spans.ts';

/** What was found about one thing. `wrong`: something does not work; `odd`: somebody should look. */
export type Finding = { state: 'fine' | 'odd' | 'wrong'; what: string; remedy?: string };

const fine = (what: string): Finding => ({ state: 'fine', what });

/** Clocks further apart than that make promised times and tokens wrong. */
const clockMostMs = 5_000;

/** @param serverTime of an HTTP answer, which has whole seconds */
export function clockFinding(serverTime: number, now: number): Finding {
  const offMs = now - serverTime;
  if (Number.isNaN(offMs)) return { state: 'odd', what: 'the server does not say its time' };
  if (Math.abs(offMs) <= clockMostMs) return fine('clock: as the server’s');
  const which = offMs > 0 ? 'fast' : 'slow';
  return {
    state: 'wrong',
    what: `clock: this machine’s is ${spanText(Math.abs(offMs) / 1000)} ${which}, going by the server`,
    remedy: 'synchronise it (NTP); tokens are refused, and times shown are wrong',
  };
}

/** Reasons of an autoscaler that somebody has to do something about. */
const troubles: Readonly<Record<string, Finding['state']>> = {
  STALE: 'odd',
  DISABLED: 'odd',
  UNABLE: 'wrong',
  METRIC_MISSING: 'wrong',
  DEPENDENCY_DOWN: 'wrong',
  PODS_PENDING: 'wrong',
};
/** A view that is further behind shows what is no longer so. */
const behindMostSeconds = 5;

/** What the numbers of one workflow say. */
export function backlogFindings(workflow: string, backlog: Backlog, now: number): Finding[] {
  const found = [
    ...decisionFindings(backlog, now),
    ...viewFindings(backlog),
    ...exporterFindings(backlog),
    ...backlog.stages.flatMap((stage) => stageFindings(stage, now)),
  ];
  if (backlog.intakePaused)
    found.push({
      state: 'odd',
      what: `takes no orders: ${backlog.intakePaused.reason}`,
      remedy: 'cupcakery kitchen resume',
    });
  return found.length === 0
    ? [fine(`${workflow}: orders are decided, all stages are worked at`)]
    : found.map((one) => ({ ...one, what: `${workflow}: ${one.what}` }));
}

function decisionFindings({ decisions }: Backlog, now: number): Finding[] {
  const { undecidedSince, members, waiting } = decisions;
  if (undecidedSince !== null)
    return [
      {
        state: 'wrong',
        what: `${waiting ?? 'some'} commands wait, and none was decided for ${sinceText(undecidedSince, now)}`,
        remedy:
          'look at the log of order-processor, and at its /readyz, which names a partition that has stopped',
      },
    ];
  if (members === 0)
    return [{ state: 'wrong', what: 'no order-processor runs', remedy: 'start one; orders wait until then' }];
  return [];
}

const viewFindings = ({ views }: Backlog): Finding[] =>
  views
    .filter(({ secondsBehind }) => (secondsBehind ?? 0) > behindMostSeconds)
    .map(({ service, replica, secondsBehind }) => ({
      state: 'odd',
      what: `${service} ${replica ?? ''} shows what was ${spanText(secondsBehind ?? 0)} ago`,
      remedy: 'it is starting, or short of CPU',
    }));

function exporterFindings({ source, stale }: Backlog): Finding[] {
  if (source !== 'LAG_EXPORTER')
    return [
      {
        state: 'odd',
        what: 'no lag exporter is connected: members, replicas and reasons are unknown',
        remedy: 'set LAG_EXPORTER_URL of the gateway, and oidc.serviceClient of the chart',
      },
    ];
  return stale
    ? [{ state: 'wrong', what: 'the lag exporter has not answered lately', remedy: 'look at its log' }]
    : [];
}

function stageFindings(stage: Backlog['stages'][number], now: number): Finding[] {
  const {
    stage: name,
    paused,
    stalledSince,
    members,
    waiting,
    unownedPartitions,
    reason,
    reasonCode,
  } = stage;
  if (paused)
    return [
      {
        state: 'odd',
        what: `${name} is paused: ${paused.reason}`,
        remedy: `cupcakery kitchen resume ${name}`,
      },
    ];
  const found: Finding[] = [];
  const trouble = troubles[reasonCode ?? ''];
  if (trouble) found.push({ state: trouble, what: `${name}: ${reason}` });
  if (stalledSince !== null)
    found.push({
      state: 'wrong',
      what: `${name}: ${waiting ?? 'some'} tickets wait, and none has left for ${sinceText(stalledSince, now)}`,
      remedy: `cupcakery kitchen list ${name}, and the log of its workers`,
    });
  if (members === 0 && (waiting ?? 0) > 0)
    found.push({ state: 'wrong', what: `${name}: nobody works there`, remedy: 'start its workers' });
  else if ((unownedPartitions ?? 0) > 0)
    found.push({ state: 'odd', what: `${name}: ${unownedPartitions} partitions have no worker just now` });
  return found;
}
