import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type REPLServer, start } from 'node:repl';
import type { Readable, Writable } from 'node:stream';
import { inspect } from 'node:util';
import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { type Cli, type CommandAction, runCommand } from '../commands/run-command.ts';
import { createCollection } from './collections.ts';
import { LineFeed } from './line-feed.ts';
import { createOrders } from './orders.ts';

const historySize = 1_000;

/** What the process gives to a shell; a terminal has history, completion and colours. */
export type ShellStreams = { input: Readable; output: Writable; isTerminal: boolean };

/** The objects of the shell by the names of the old one. */
const shellObjects = (run: Parameters<CommandAction>[0]) => ({
  Product: createCollection(run.api, 'products'),
  Customer: createCollection(run.api, 'customers'),
  Purchase: createCollection(run.api, 'purchases'),
  Order: createOrders(run.api, run.settings.workflow),
});

/** Starts it; resolves when the person leaves, or all lines of a pipe are done. */
async function runShell(
  run: Parameters<CommandAction>[0],
  { input, output, isTerminal }: ShellStreams,
): Promise<void> {
  const objects = shellObjects(run);
  run.out.note(
    `${run.settings.url}: ${Object.keys(objects).join(', ')} with create, list, retrieve, save, delete.`,
  );
  if (isTerminal) run.out.note('Tab completes, .help lists commands, .exit or Ctrl-D leaves.');
  const lines = new LineFeed(input);
  const useColors = isTerminal && !run.noColor;
  const repl = start({
    prompt: isTerminal ? 'cupcakery> ' : '',
    input: isTerminal ? input : lines.stream,
    output,
    terminal: isTerminal,
    ignoreUndefined: true,
    writer: (value) => (value instanceof CliError ? textOf(value) : inspect(value, { colors: useColors })),
  });
  Object.assign(repl.context, objects);
  awaitResults(repl);
  const left = new Promise<void>((resolve) => repl.once('exit', () => resolve()));
  if (isTerminal) await setHistory(repl, join(dirname(run.profiles.path), 'shell-history'));
  else feedLines(repl, lines);
  await left;
}

const textOf = ({ message, hint }: CliError): string =>
  `${message}${hint === undefined ? '' : `\n  ${hint}`}`;

/** Shows what a promise comes to, so that `Product.list()` is as good as with `await`. */
function awaitResults(repl: REPLServer): void {
  const evaluate = repl.eval;
  const awaiting: REPLServer['eval'] = (code, context, file, done) =>
    evaluate.call(repl, code, context, file, (error, result: unknown) => {
      if (result instanceof Promise)
        result.then(
          (value) => done(null, value),
          (reason) => done(reason, undefined),
        );
      else done(error, result);
    });
  Object.assign(repl, { eval: awaiting });
}

/** Node prompts once a line is done, whichever way it ended: only then comes the next one. */
function feedLines(repl: REPLServer, lines: LineFeed): void {
  Object.assign(repl, { displayPrompt: () => lines.next() });
  lines.next();
}

async function setHistory(repl: REPLServer, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  Object.assign(repl, { historySize });
  await new Promise<void>((resolve, reject) =>
    repl.setupHistory(path, (error) => (error ? reject(error) : resolve())),
  );
}

/** `cupcakery shell` */
export function addShell(program: Command, cli: Cli, streams: ShellStreams): void {
  program
    .command('shell')
    .description('an interactive shell with Product, Customer, Purchase and Order')
    .addHelpText(
      'after',
      "\nExample:\n  cupcakery> p = await Product.create({ name: 'Butter', price: 1.5 })\n  cupcakery> p.price = 1.6; await p.save()",
    )
    .action(runCommand(cli, (run) => runShell(run, streams)));
}
