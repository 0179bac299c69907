import type { Command } from 'commander';
import { z } from 'zod';
import { collectionPaths, type Item, itemSchema, itemsSchema, readCollection } from '../api/collections.ts';
import { CliError } from '../cli-error.ts';
import { keyHelp } from './act-on-orders.ts';
import { detailsOf, readDetails } from './order-details.ts';
import {
  type Cli,
  type CommandAction,
  countFlag,
  flag,
  type Run,
  runCommand,
  textFlag,
} from './run-command.ts';

const maxListed = 10_000;

function printItems({ out }: Run, items: readonly Item[]): void {
  if (items.length === 0) {
    out.note('nothing');
    return;
  }
  const names = [...new Set(items.flatMap((item) => Object.keys(item)))];
  out.table(
    names.map((name) => name.replace(/[A-Z]/g, ' $&').toUpperCase()),
    items.map((item) => names.map((name) => textOf(item[name]))),
  );
}

const textOf = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  // What is joined is known by its id.
  const joined = itemSchema.safeParse(value);
  if (joined.success) return joined.data.deleted === true ? `${joined.data.id} (deleted)` : joined.data.id;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const known = ['products', 'customers', 'purchases'];

/** The actions on one collection. */
function actionsOf(name: string) {
  const paths = collectionPaths(name);

  /** Where there is no such collection, its address may be a page's. */
  const exists = async ({ api }: Run) => {
    if (!known.includes(name)) await readCollection(api, name);
  };

  const list: CommandAction = async (run, _args, options) => {
    const query = new URLSearchParams({ first: String(flag('first', countFlag(maxListed), options.first)) });
    const words = flag('q', textFlag, options.q);
    if (words !== undefined) query.set('q', words);
    const path = options.totals ? paths.computed : paths.items;
    await exists(run);
    const items = await run.api.get(`${path}?${query}`, itemsSchema);
    run.out.result(items, () => printItems(run, items));
  };

  const get: CommandAction = async (run, [id = '']) => {
    await exists(run);
    const item = await run.api.get(paths.item(id), itemSchema);
    run.out.result(item, () => printItems(run, [item]));
  };

  const referring: CommandAction = async (run, [id = '', other = '']) => {
    const items = await run.api.get(paths.referring(id, other), itemsSchema);
    run.out.result(items, () => printItems(run, items));
  };

  const create: CommandAction = async (run, pairs, options) => {
    const body = await fieldsOf(run, pairs, options.fields);
    const item = await run.send('POST', paths.items, itemSchema, {
      body,
      key: flag('key', textFlag, options.key),
    });
    run.out.result(item, () => run.out.line(item.id));
  };

  /** What was read is what is changed: if somebody else has changed it meanwhile, it is refused. */
  const update: CommandAction = async (run, [id = '', ...pairs], options) => {
    const { value: before, etag } = await run.api.getTagged(paths.item(id), itemSchema);
    const body = { ...before, ...(await fieldsOf(run, pairs, options.fields)), id };
    const key = flag('key', textFlag, options.key);
    const item = await run.send('PUT', paths.item(id), itemSchema, { body, key, ifMatch: etag });
    run.out.result(item, () => printItems(run, [item]));
  };

  const remove: CommandAction = async (run, ids, options) => {
    const key = flag('key', textFlag, options.key);
    if (key !== undefined && ids.length > 1) throw new CliError('usage', '--key is for one item');
    for (const id of ids) {
      await run.send('DELETE', paths.item(id), z.unknown(), { key });
      run.out.note(`${id}: deleted`);
    }
    run.out.result(ids, () => {});
  };

  async function fieldsOf(
    run: Run,
    pairs: readonly string[],
    json: unknown,
  ): Promise<Record<string, unknown>> {
    const given = flag('fields', textFlag, json);
    const base = given === undefined ? {} : await readDetails(given, run.stdin);
    if (pairs.length === 0) return base;
    return detailsOf(pairs, { name, details: await readCollection(run.api, name) }, base);
  }

  return { list, get, referring, create, update, remove };
}

const collectionName = /^[a-z][a-z0-9-]*$/;

/**
 * `cupcakery shop …`
 * @param args of the command line: a collection of its own installation has the same commands
 */
export function addShopCommands(program: Command, cli: Cli, args: readonly string[]): void {
  const shop = program
    .command('shop')
    .description('products, customers, purchases, and other collections of the shop')
    .addHelpText(
      'after',
      "\nExamples:\n  $ cupcakery shop products create name=Butter price=1.5\n  $ cupcakery shop products list --totals\n  $ cupcakery shop customers referring ID purchases\n\nAn installation's own collections have the same commands: cupcakery shop suppliers list",
    );
  const other = args[args.indexOf('shop') + 1] ?? '';
  const isOther = args.includes('shop') && collectionName.test(other) && ![...known, 'help'].includes(other);
  for (const name of isOther ? [...known, other] : known) addCollection(shop, cli, name);
}

function addCollection(shop: Command, cli: Cli, name: string): void {
  const { list, get, referring, create, update, remove } = actionsOf(name);
  const collection = shop.command(name).description(`the collection ${name}`);
  collection
    .command('list')
    .description('items, by id')
    .option('-q, --q <words>', 'those with words that begin so')
    .option('--first <n>', 'at most so many', '50')
    .option('--totals', 'with what is computed of those that refer to them')
    .action(runCommand(cli, list));
  collection.command('get').description('one item').argument('<id>').action(runCommand(cli, get));
  collection
    .command('referring')
    .description('the items of another collection that refer to one')
    .argument('<id>')
    .argument('<other>', 'such as purchases')
    .action(runCommand(cli, referring));
  collection
    .command('create')
    .description('create an item; prints its id')
    .argument('[fields...]', 'name=value')
    .option('--fields <json>', 'all fields as JSON, @file, or - for standard input')
    .option('--key <key>', keyHelp)
    .action(runCommand(cli, create));
  collection
    .command('update')
    .description('change fields of an item, unless somebody else has changed it meanwhile')
    .argument('<id>')
    .argument('[fields...]', 'name=value')
    .option('--fields <json>', 'fields as JSON, @file, or - for standard input')
    .option('--key <key>', keyHelp)
    .action(runCommand(cli, update));
  collection
    .command('delete')
    .description('delete items')
    .argument('<ids...>')
    .option('--key <key>', keyHelp)
    .action(runCommand(cli, remove));
}
