import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { createApi } from '../api/api.ts';
import { ordersPage, pathsOf, workflowsAnswer } from '../api/orders.ts';
import { tokenSource } from '../session/token-source.ts';
import { settingsOf } from '../settings/settings.ts';
import { type Cli, flagsOf } from './run-command.ts';

/** A shell waits for it at each press of Tab. */
const patienceMs = 1_500;
const mostIds = 50;

type Candidates = { stages: string[]; ids: string[]; workflows: string[]; profiles: string[] };
const none: Candidates = { stages: [], ids: [], workflows: [], profiles: [] };

/** What completes an argument, by its name. */
const byArgument: Readonly<Record<string, keyof Candidates>> = {
  stage: 'stages',
  id: 'ids',
  ids: 'ids',
  name: 'profiles',
};
const byOption: Readonly<Record<string, keyof Candidates>> = {
  stage: 'stages',
  workflow: 'workflows',
  profile: 'profiles',
};

/** `cupcakery completion <shell>`, and the hidden command that the shells call. */
export function addCompletion(program: Command, cli: Cli): void {
  const root = tab(program, { completionCommandName: 'completion' });
  program.commands
    .find((command) => command.name() === 'completion')
    ?.description('print the completion script of a shell')
    .addHelpText(
      'after',
      '\nExamples:\n  $ source <(cupcakery completion bash)\n  $ cupcakery completion zsh > ~/.cupcakery-completion.zsh\n  $ cupcakery completion fish > ~/.config/fish/completions/cupcakery.fish',
    );
  const complete = program.commands.find((command) => command.name() === 'complete');
  complete?.action(async function (this: Command, args: string[]) {
    let candidates = none;
    const offer = (kind: keyof Candidates) => (add: (value: string, description: string) => void) => {
      for (const value of candidates[kind]) add(value, '');
    };
    let isWanted = false;
    for (const command of [root, ...root.commands.values()]) {
      for (const argument of command.arguments.values()) {
        const kind = byArgument[argument.name];
        if (kind) argument.handler = offer(kind);
      }
      for (const option of command.options.values()) {
        const kind = byOption[option.value];
        if (kind) option.handler = offer(kind);
      }
      isWanted ||= command.value !== '' && args.join(' ').startsWith(command.value);
    }
    // Of the commands' own names nothing has to be known.
    if (isWanted || args.some((arg) => arg.startsWith('-'))) candidates = await readCandidates(cli, this);
    root.parse(args);
  });
}

/** What cannot be had is not offered: a completion has nowhere to say why. */
async function readCandidates(cli: Cli, command: Command): Promise<Candidates> {
  try {
    const file = await cli.profiles.read();
    const profiles = Object.keys(file.profiles);
    const settings = settingsOf(flagsOf(command), cli.env, file);
    const signal = AbortSignal.any([cli.signal, AbortSignal.timeout(patienceMs)]);
    const api = createApi({ url: settings.url, token: tokenSource(settings, cli.profiles, signal), signal });
    const [workflows, page] = await Promise.all([
      api.get('/api/v1/workflows', workflowsAnswer).catch(() => ({ workflows: [] })),
      api
        .get(`${pathsOf(settings.workflow).orders}?first=${mostIds}`, ordersPage)
        .catch(() => ({ orders: [] })),
    ]);
    return {
      profiles,
      workflows: workflows.workflows.map(({ name }) => name),
      stages:
        workflows.workflows.find(({ name }) => name === settings.workflow)?.stages.map(({ name }) => name) ??
        [],
      ids: page.orders.map(({ id }) => id),
    };
  } catch {
    return none;
  }
}
