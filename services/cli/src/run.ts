import { CommanderError } from 'commander';
import { CliError, exitCodes } from './cli-error.ts';
import type { Cli } from './commands/run-command.ts';
import { createProgram } from './program.ts';
import type { ShellStreams } from './shell/shell.ts';

/**
 * Runs one command line.
 * @param args without the program's name
 * @returns its exit code
 */
export async function run(
  args: readonly string[],
  cli: Cli,
  streams: ShellStreams,
  version: string,
): Promise<number> {
  const program = createProgram(args, cli, streams, version);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCodes.ok;
  } catch (error) {
    // Help and version end so too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (cli.signal.aborted) return exitCodes.interrupted;
    if (!(error instanceof CliError)) throw error;
    report(error, cli, program.opts().json === true);
    return exitCodes[error.failure];
  }
}

function report({ failure, message, code, hint }: CliError, { stderr }: Cli, json: boolean): void {
  if (json) stderr.write(`${JSON.stringify({ error: { failure, code, message, hint } })}\n`);
  else stderr.write(`cupcakery: ${message}\n${hint === undefined ? '' : `  ${hint}\n`}`);
}
