import type { Command } from 'commander';
import { z } from 'zod';
import { type Incident, incidentsData, incidentsDocument } from '../api/documents.ts';
import { pathsOf } from '../api/orders.ts';
import { agoText } from '../output/spans.ts';
import { actOnOrders, keyHelp } from './act-on-orders.ts';
import { type Cli, type CommandAction, countFlag, flag, runCommand, textFlag } from './run-command.ts';

const mostIncidents = 500;

const list: CommandAction = async (run, _args, options) => {
  const first = flag('first', countFlag(mostIncidents), options.first);
  const { incidents } = await run.api.graphql(
    incidentsDocument,
    { workflow: run.settings.workflow, first },
    incidentsData,
  );
  run.out.result(incidents, () => {
    if (incidents.length === 0) run.out.note('no incidents');
    else
      run.out.table(
        ['ID', 'WHAT', 'WHERE', 'SINCE', 'WHY'],
        incidents.map((one) => [
          idOf(one),
          one.kind.toLowerCase(),
          whereOf(one),
          agoText(one.at, run.now()),
          one.reason,
        ]),
      );
  });
};

/** What the other commands want: of an order its id. */
const idOf = ({ id, order }: Incident): string => order?.id ?? id;
const whereOf = ({ order, record }: Incident): string =>
  order?.stage ?? (record ? `${record.topic}/${record.partition}@${record.offset}` : '');

const resolve =
  (action: 'retry' | 'rework' | 'scrap'): CommandAction =>
  (run, ids, options) =>
    actOnOrders(run, ids, {
      action: 'resolve',
      body: { action, stage: flag('stage', textFlag, options.stage) },
      options,
      said: ({ status, stage }) => `${action}, now ${status === 'open' ? `at ${stage}` : status}`,
    });

const discard: CommandAction = async (run, ids) => {
  const answer = z.object({ incident: z.looseObject({ id: z.string() }) });
  const discarded = [];
  for (const id of ids) {
    const path = pathsOf(run.settings.workflow).discard(id);
    discarded.push((await run.send('POST', path, answer, { body: {} })).incident);
    run.out.note(`${id}: discarded`);
  }
  run.out.result(discarded, () => {});
};

/** `cupcakery incident …` */
export function addIncidentCommands(program: Command, cli: Cli): void {
  const incident = program
    .command('incident')
    .description('what has stopped and waits for a decision (role sre)');
  incident
    .command('list')
    .description('open incidents, the oldest first')
    .option('--first <n>', 'at most so many', '100')
    .addHelpText(
      'after',
      '\nExample:\n  $ cupcakery incident list --json | jq -r ".[].order.id" | xargs cupcakery incident retry',
    )
    .action(runCommand(cli, list));
  const onOrders = (name: string, description: string) =>
    incident
      .command(name)
      .description(description)
      .argument('<ids...>', 'of orders')
      .option('--key <key>', keyHelp);
  onOrders('retry', 'try the work of the same stage again').action(runCommand(cli, resolve('retry')));
  onOrders('rework', 'begin again from an earlier stage')
    .requiredOption('--stage <stage>', 'from which')
    .action(runCommand(cli, resolve('rework')));
  onOrders('scrap', 'give orders up').action(runCommand(cli, resolve('scrap')));
  incident
    .command('discard')
    .description('forget records that cannot be read')
    .argument('<ids...>', 'of incidents')
    .action(runCommand(cli, discard));
}
