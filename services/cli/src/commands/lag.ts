import { sleep } from '@cupcakery/kit/tools/backoff';
import type { Command } from 'commander';
import { type Backlog, backlogData, backlogDocument } from '../api/documents.ts';
import { sinceText, spanText } from '../output/spans.ts';
import { type Cli, type CommandAction, countFlag, flag, type Run, runCommand } from './run-command.ts';

const read = async ({ api, settings }: Run): Promise<Backlog> =>
  (await api.graphql(backlogDocument, { workflow: settings.workflow }, backlogData)).backlog;

const clearScreen = '\u001b[2J\u001b[H';

const lag: CommandAction = async (run, _args, options) => {
  if (!options.watch) {
    const backlog = await read(run);
    run.out.result(backlog, () => print(run, backlog));
    return;
  }
  const everyMs = flag('every', countFlag(3600), options.every) * 1000;
  while (!run.signal.aborted) {
    const backlog = await read(run);
    if (run.out.json) run.out.event(backlog, '');
    else {
      if (run.out.isTerminal) run.stdout.write(clearScreen);
      print(run, backlog);
    }
    await sleep(everyMs, run.signal);
  }
};

const number = (value: number | null): string => (value === null ? '?' : String(value));
const rate = (perSecond: number | null): string => (perSecond === null ? '?' : (perSecond * 60).toFixed(0));

function print({ out, now }: Run, backlog: Backlog): void {
  const { decisions, views, intakePaused, stages } = backlog;
  if (backlog.stale) out.line(out.colors.yellow('members and replicas are older than they should be'));
  if (intakePaused) out.line(out.colors.yellow(`no orders are taken: ${intakePaused.reason}`));
  out.table(
    ['STAGE', 'LAG', 'WAITING', 'WORKING', 'OLDEST', 'IN/MIN', 'OUT/MIN', 'GONE IN', 'REPLICAS', 'STATE'],
    stages.map((stage) => [
      stage.stage,
      number(stage.lag),
      number(stage.waiting),
      number(stage.working),
      stage.oldestWaitingSince === null ? '-' : sinceText(stage.oldestWaitingSince, now()),
      rate(stage.inRate),
      rate(stage.outRate),
      stage.drainSeconds === null ? '-' : spanText(stage.drainSeconds),
      replicasText(stage),
      stateText(stage, now()),
    ]),
  );
  const since = decisions.undecidedSince;
  out.line(
    `commands that wait: ${number(decisions.waiting)}${since === null ? '' : out.colors.red(`, none decided for ${sinceText(since, now())}`)}`,
  );
  const behind = views.filter(({ secondsBehind }) => (secondsBehind ?? 0) > 1);
  for (const { service, replica, secondsBehind } of behind)
    out.line(
      out.colors.yellow(`${service} ${replica ?? ''} is ${spanText(secondsBehind ?? 0)} behind the log`),
    );
}

function replicasText({ replicas, wantedReplicas, maxReplicas }: Backlog['stages'][number]): string {
  if (replicas === null) return '?';
  const wanted = wantedReplicas === null || wantedReplicas === replicas ? '' : ` (wants ${wantedReplicas})`;
  return `${replicas}${wanted}${maxReplicas === null ? '' : ` of ${maxReplicas}`}`;
}

function stateText({ paused, stalledSince, reason }: Backlog['stages'][number], now: number): string {
  if (paused) return `paused: ${paused.reason}`;
  if (stalledSince !== null) return `stands still for ${sinceText(stalledSince, now)}`;
  return reason ?? '';
}

/** `cupcakery lag` */
export function addLagCommand(program: Command, cli: Cli): void {
  program
    .command('lag')
    .description(
      'how much waits at each stage, how fast it moves, and why there are as many replicas (staff)',
    )
    .option('--watch', 'again and again, until Ctrl-C')
    .option('--every <seconds>', 'with --watch', '5')
    .addHelpText('after', '\nExample:\n  $ cupcakery lag --json | jq ".stages[] | {stage, lag}"')
    .action(runCommand(cli, lag));
}
