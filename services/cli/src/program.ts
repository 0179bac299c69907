import { Command } from 'commander';
import { addCompletion } from './commands/completion.ts';
import { addIncidentCommands } from './commands/incident.ts';
import { addKitchenCommands } from './commands/kitchen.ts';
import { addLagCommand } from './commands/lag.ts';
import { addOrderCommands } from './commands/order.ts';
import { addProfileCommands } from './commands/profile.ts';
import type { Cli } from './commands/run-command.ts';
import { addShopCommands } from './commands/shop.ts';
import { addSignInCommands } from './commands/sign-in.ts';
import { addDoctor } from './doctor/doctor.ts';
import { addReplay } from './replay/add-replay.ts';
import { defaultUrl, defaultWorkflow } from './settings/settings.ts';
import { addShell, type ShellStreams } from './shell/shell.ts';

const more = `
Environment:
  CUPCAKERY_URL, CUPCAKERY_WORKFLOW, CUPCAKERY_PROFILE   as the flags, which go before them
  CUPCAKERY_TOKEN                                        a token to show instead of a sign-in
  NO_COLOR                                               no colours

Exit codes: 0 done, 1 refused, 2 wrong usage, 3 no answer, 130 interrupted.`;

/**
 * All commands.
 * @param args those of the command line
 */
export function createProgram(
  args: readonly string[],
  cli: Cli,
  streams: ShellStreams,
  version: string,
): Command {
  const program = new Command('cupcakery')
    .description('Orders, the kitchen and its numbers at the command line.')
    .version(version, '-V, --version', 'print the version')
    .option('--url <origin>', `the installation; default: the profile's, else ${defaultUrl}`)
    .option('--profile <name>', 'the profile to use; default: the current one')
    .option('-w, --workflow <name>', `the workflow; default: the profile's, else ${defaultWorkflow}`)
    .option('--json', 'JSON on standard output, for programs')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', more)
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void cli.stdout.write(text),
      writeErr: (text) => void cli.stderr.write(text),
      outputError: (text, write) => write(`cupcakery: ${text.replace(/^error: /, '')}`),
    });
  addOrderCommands(program, cli);
  addKitchenCommands(program, cli);
  addIncidentCommands(program, cli);
  addLagCommand(program, cli);
  addShopCommands(program, cli, args);
  addSignInCommands(program, cli);
  addProfileCommands(program, cli);
  addReplay(program, cli);
  addDoctor(program, cli);
  addShell(program, cli, streams);
  addCompletion(program, cli);
  return program;
}
