import type { Command } from 'commander';
import { type Ticket, ticketsData, ticketsDocument } from '../api/documents.ts';
import { detailsText } from '../output/order-lines.ts';
import { agoText, sinceText } from '../output/spans.ts';
import { actOnOrders, keyHelp } from './act-on-orders.ts';
import { pause, resume } from './pause.ts';
import {
  type Cli,
  type CommandAction,
  countFlag,
  flag,
  type Run,
  runCommand,
  textFlag,
} from './run-command.ts';

const mostTickets = 500;

const list: CommandAction = async (run, [stage = ''], options) => {
  const first = flag('first', countFlag(mostTickets), options.first);
  const variables = { workflow: run.settings.workflow, stage, first };
  const { tickets } = await run.api.graphql(ticketsDocument, variables, ticketsData);
  run.out.result(tickets, () => printTickets(run, tickets));
};

function printTickets({ out, now }: Run, tickets: readonly Ticket[]): void {
  if (tickets.length === 0) out.note('nothing to do');
  else
    out.table(
      ['ID', 'STATE', 'DETAILS', 'HERE FOR', 'PROMISED', ''],
      tickets.map(({ order, status, readyAt, recalled }) => [
        order.id,
        order.claimedBy === null ? status.toLowerCase() : `claimed by ${order.claimedBy}`,
        detailsText(order.details),
        sinceText(readyAt, now()),
        agoText(order.promisedAt, now()),
        [order.rushed && 'rush', order.held && 'held', recalled && 'recalled', order.atRisk && 'at risk']
          .filter(Boolean)
          .join(', '),
      ]),
    );
}

/** An action on the tickets of some orders at one stage. */
const act =
  (action: 'claim' | 'release' | 'complete' | 'recall' | 'fail', said: string): CommandAction =>
  (run, [stage = '', ...ids], options) =>
    actOnOrders(run, ids, {
      action,
      body: {
        stage,
        as: flag('as', textFlag, options.as),
        outcome: flag('outcome', textFlag, options.outcome),
        reason: flag('reason', textFlag, options.reason),
      },
      options,
      said: () => said,
    });

/** `cupcakery kitchen …` */
export function addKitchenCommands(program: Command, cli: Cli): void {
  const kitchen = program.command('kitchen').description('work at a stage');
  const onTickets = (name: string, description: string) =>
    kitchen
      .command(name)
      .description(description)
      .argument('<stage>')
      .argument('<ids...>', 'of orders')
      .option('--as <name>', 'the name to act under; default: yours')
      .option('--key <key>', keyHelp);
  kitchen
    .command('list')
    .description('the tickets that wait or are in work at a stage, the oldest first')
    .argument('<stage>')
    .option('--first <n>', 'at most so many', '50')
    .addHelpText('after', '\nExample:\n  $ cupcakery kitchen list bake')
    .action(runCommand(cli, list));
  onTickets('claim', 'take tickets, so that nobody else works on them')
    .alias('start')
    .addHelpText('after', '\nExample:\n  $ cupcakery kitchen claim bake ID')
    .action(runCommand(cli, act('claim', 'yours')));
  onTickets('release', 'give claimed tickets back').action(runCommand(cli, act('release', 'given back')));
  onTickets('done', 'the work is done; the orders go on')
    .option('--outcome <outcome>', 'of a stage that people decide')
    .addHelpText(
      'after',
      '\nExample:\n  $ cupcakery kitchen list mix --json | jq -r ".[].order.id" | xargs cupcakery kitchen done mix',
    )
    .action(runCommand(cli, act('complete', 'done')));
  onTickets('fail', 'the work failed: the orders stop until somebody decides')
    .requiredOption('--reason <text>', 'what went wrong')
    .action(runCommand(cli, act('fail', 'stopped')));
  onTickets('recall', 'take orders back to a stage that was just done').action(
    runCommand(cli, act('recall', 'back again')),
  );
  kitchen
    .command('pause')
    .description('let the workers of a stage take no tickets; without a stage: take no orders')
    .argument('[stage]')
    .requiredOption('--reason <text>', 'for people')
    .action(runCommand(cli, pause));
  kitchen.command('resume').description('end a pause').argument('[stage]').action(runCommand(cli, resume));
}
