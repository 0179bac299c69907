import type { Command } from 'commander';
import { historyData, historyDocument, traceData, traceDocument } from '../api/documents.ts';
import { orderAnswer, pathsOf, workflowSchema } from '../api/orders.ts';
import { CliError } from '../cli-error.ts';
import { historyText } from '../output/history-lines.ts';
import { detailsText, orderLines } from '../output/order-lines.ts';
import { agoText } from '../output/spans.ts';
import { actOnOrders, keyHelp } from './act-on-orders.ts';
import { detailsOf, readDetails } from './order-details.ts';
import { listOrders, maxListed } from './order-list.ts';
import { watchOrders } from './order-watch.ts';
import { type Cli, type CommandAction, flag, runCommand, textFlag } from './run-command.ts';

const place: CommandAction = async (run, pairs, options) => {
  const { settings, api, out } = run;
  const paths = pathsOf(settings.workflow);
  const given = flag('details', textFlag, options.details);
  const base = given === undefined ? {} : await readDetails(given, run.stdin);
  // Without pairs there is nothing to be read by the schema.
  const details =
    pairs.length === 0 ? base : detailsOf(pairs, await api.get(paths.workflow, workflowSchema), base);
  const customerId = flag('for', textFlag, options.for);
  const body = { details, customerId };
  const { order } = await run.send('POST', paths.orders, orderAnswer, {
    body,
    key: flag('key', textFlag, options.key),
  });
  out.result(order, () => {
    out.line(order.id);
    out.note(`ordered: ${detailsText(order.details)}; promised ${agoText(order.promisedAt, run.now())}`);
  });
};

const get: CommandAction = async ({ settings, api, out, now }, [id = '']) => {
  const { order } = await api.get(pathsOf(settings.workflow).order(id), orderAnswer);
  out.result(order, () => {
    for (const line of orderLines(order, now())) out.line(line);
  });
};

const cancel: CommandAction = (run, ids, options) =>
  actOnOrders(run, ids, {
    action: 'cancel',
    body: { reason: flag('reason', textFlag, options.reason) },
    options,
    said: ({ status }) => status,
  });

const mark: CommandAction = async (run, ids, options) => {
  const { rush: rushed, hold: held } = options;
  if (rushed === undefined && held === undefined)
    throw new CliError('usage', 'give --rush, --no-rush, --hold or --no-hold');
  await actOnOrders(run, ids, { action: 'mark', body: { rushed, held }, options, said: () => 'marked' });
};

const history: CommandAction = async ({ settings, api, out }, [id = '']) => {
  const { order } = await api.graphql(historyDocument, { workflow: settings.workflow, id }, historyData);
  if (!order) throw noOrder(id);
  const { events, complete } = order.history;
  out.result(events, () => {
    out.table(
      ['TIME', 'WHAT', 'BY'],
      events.map((event) => [event.at, historyText(event), event.by]),
    );
  });
  if (!complete) out.note('the log was too long to be read to its end: later events are missing');
};

const trace: CommandAction = async ({ settings, api, out }, [id = '']) => {
  const { order } = await api.graphql(traceDocument, { workflow: settings.workflow, id }, traceData);
  if (!order) throw noOrder(id);
  const { traceId, waterfall } = order.history;
  out.result(order.history, () => out.line(waterfall));
  if (traceId !== null) out.note(`trace ${traceId}`);
};

const noOrder = (id: string) =>
  new CliError('refused', `there is no order ${id}, or it is not yours to see`, { code: 'NOT_FOUND' });

/** `cupcakery order …` */
export function addOrderCommands(program: Command, cli: Cli): void {
  const order = program.command('order').description('place orders and follow them');
  order
    .command('place')
    .description('place an order; prints its id')
    .argument('[details...]', 'name=value, as the workflow has them: flavour=Vanilla size=M quantity=6')
    .option('--details <json>', 'all details as JSON, @file, or - for standard input')
    .option('--for <customer>', 'the customer that a shop orders for (role shop)')
    .option('--key <key>', keyHelp)
    .addHelpText(
      'after',
      '\nExamples:\n  $ cupcakery order place flavour=Vanilla size=M quantity=6\n  $ cupcakery order watch "$(cupcakery order place flavour=Lemon size=S quantity=1)"',
    )
    .action(runCommand(cli, place));
  order
    .command('get')
    .description('show one order')
    .argument('<id>')
    .addHelpText('after', '\nExample:\n  $ cupcakery order get ID --json | jq .stage')
    .action(runCommand(cli, get));
  order
    .command('list')
    .description('list orders, newest first; customers see their own')
    .option('--status <status>', 'open, incident, finished, cancelled or scrapped')
    .option('--stage <stage>', 'at this stage')
    .option('--first <n>', 'at most so many', '20')
    .option('--all', `all of them, at most ${maxListed}`)
    .addHelpText('after', '\nExample:\n  $ cupcakery order list --stage bake --status open')
    .action(runCommand(cli, listOrders));
  order
    .command('cancel')
    .description('cancel orders that can still be cancelled')
    .argument('<ids...>')
    .option('--reason <text>', 'for the kitchen')
    .option('--key <key>', keyHelp)
    .addHelpText('after', '\nExample:\n  $ cupcakery order cancel ID --reason "ordered twice"')
    .action(runCommand(cli, cancel));
  order
    .command('mark')
    .description('move an order to the front of the boards, or put it aside there')
    .argument('<ids...>')
    .option('--rush', 'to be done first')
    .option('--no-rush', 'as any other')
    .option('--hold', 'put aside at its stage')
    .option('--no-hold', 'no longer put aside')
    .option('--key <key>', keyHelp)
    .action(runCommand(cli, mark));
  order
    .command('history')
    .description('everything that has happened to an order')
    .argument('<id>')
    .action(runCommand(cli, history));
  order
    .command('trace')
    .description("where an order's time went")
    .argument('<id>')
    .action(runCommand(cli, trace));
  order
    .command('watch')
    .description('follow orders live; of named ones until all are over')
    .argument('[ids...]', 'without any: all that you may see, until Ctrl-C')
    .option('--stage <stage>', 'at this stage')
    .addHelpText(
      'after',
      '\nEnds with 0 when all named orders are finished, with 1 when one was cancelled or scrapped.\n\nExample:\n  $ cupcakery order watch ID && echo "it is on its way"',
    )
    .action(runCommand(cli, watchOrders));
}
