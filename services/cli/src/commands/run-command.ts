import { randomUUID } from 'node:crypto';
import type { Command, OptionValues } from 'commander';
import { z } from 'zod';
import { type Api, createApi, type SendOptions } from '../api/api.ts';
import { CliError } from '../cli-error.ts';
import { Output, type Sink } from '../output/output.ts';
import { tokenSource } from '../session/token-source.ts';
import type { Profiles } from '../settings/profiles.ts';
import { type CliEnvironment, type GlobalFlags, type Settings, settingsOf } from '../settings/settings.ts';

/** What the process gives to the command line. */
export type Cli = {
  env: CliEnvironment;
  noColor: boolean;
  stdin: AsyncIterable<Buffer | string>;
  stdout: Sink;
  stderr: Sink;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  profiles: Profiles;
  now(): number;
};

/** What a command works with. */
export type Run = Cli & {
  settings: Settings;
  /** The token to show, undefined: none; what opens a connection of its own needs it. */
  token: () => Promise<string | undefined>;
  api: Api;
  out: Output;
  /** A change, under an idempotency key: the one given, or a new one, which an error names when the outcome is open. */
  send<T>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    schema: z.ZodType<T>,
    request?: Request,
  ): Promise<T>;
};
type Request = Omit<SendOptions, 'key'> & { key?: string | undefined };

/** @param args the arguments in their order; those of a variadic one follow each other */
export type CommandAction = (run: Run, args: readonly string[], options: OptionValues) => Promise<void>;

const globalFlags = z.object({
  url: z.string().optional(),
  profile: z.string().optional(),
  workflow: z.string().optional(),
  json: z.boolean().optional(),
});

export const flagsOf = (command: Command): GlobalFlags => globalFlags.parse(command.optsWithGlobals());

export function outputOf(cli: Cli, { json = false }: GlobalFlags): Output {
  return new Output(cli.stdout, cli.stderr, { json, noColor: cli.noColor });
}

/** Makes a command's action of a function that has settings, API and output at hand. */
export function runCommand(
  cli: Cli,
  action: CommandAction,
): (this: Command, ...args: unknown[]) => Promise<void> {
  return async function (this: Command) {
    const flags = flagsOf(this);
    const settings = settingsOf(flags, cli.env, await cli.profiles.read());
    const { signal, profiles } = cli;
    const token = tokenSource(settings, profiles, signal);
    const api = createApi({ url: settings.url, token, signal });
    const run: Run = { ...cli, settings, token, api, out: outputOf(cli, flags), send: sender(api) };
    await action(
      run,
      z.array(z.string()).parse(this.processedArgs.flat().filter((arg) => arg !== undefined)),
      this.opts(),
    );
  };
}

function sender(api: Api): Run['send'] {
  return async (method, path, schema, { key = randomUUID(), ...request } = {}) => {
    try {
      return await api.send(method, path, schema, { ...request, key });
    } catch (error) {
      if (!(error instanceof CliError) || error.failure !== 'unreachable') throw error;
      throw new CliError(error.failure, error.message, {
        code: error.code,
        hint: `whether it was done is not known: repeat it with --key ${key}, and it is done once`,
        cause: error,
      });
    }
  };
}

/** Reads a flag's value. @throws CliError naming the flag */
export function flag<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CliError('usage', `--${name}: ${parsed.error.issues[0]?.message ?? 'is not valid'}`);
}

export const countFlag = (most: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(most, `must be at most ${most}`);
export const textFlag = z.string().optional();
