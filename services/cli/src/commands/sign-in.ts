import type { Command } from 'commander';
import { meData, meDocument } from '../api/documents.ts';
import { CliError } from '../cli-error.ts';
import { deviceLogin } from '../session/device-login.ts';
import { readSignIn } from '../session/provider.ts';
import { type Cli, type CommandAction, type Run, runCommand } from './run-command.ts';

const login: CommandAction = async (run) => {
  const { settings, profiles, out, signal } = run;
  const { profile, url } = settings;
  if (settings.token !== undefined)
    throw new CliError('usage', 'CUPCAKERY_TOKEN is set: it counts, whoever signs in', {
      hint: 'unset it first',
    });
  const signIn = await readSignIn(url, signal);
  if (!signIn) {
    out.note(`nobody has to sign in at ${url}`);
    return;
  }
  const show = ({
    address,
    addressWithCode,
    code,
  }: {
    address: string;
    addressWithCode: string;
    code: string;
  }) => {
    out.note(
      `Open ${address}\nand confirm the code ${out.colors.bold(code)}\n\nor open ${addressWithCode}\n`,
    );
  };
  const tokens = await deviceLogin(signIn, show, signal);
  await profiles.change(profile, (before) => ({ ...before, url, tokens }));
  await sayWho(run);
};

const whoami: CommandAction = async (run) => await sayWho(run);

async function sayWho({ api, out, settings }: Run): Promise<void> {
  const { me } = await api.graphql(meDocument, {}, meData);
  out.result({ ...me, url: settings.url, profile: settings.profile }, () =>
    out.line(`${me.name} (${me.subject}) at ${settings.url}; roles: ${me.roles.join(', ') || 'none'}`),
  );
}

const logout: CommandAction = async ({ settings, profiles, out }) => {
  await profiles.change(settings.profile, ({ tokens: _, ...rest }) => rest);
  out.note(`signed out of ${settings.url}`);
};

/** `cupcakery login`, `logout`, `whoami` */
export function addSignInCommands(program: Command, cli: Cli): void {
  program
    .command('login')
    .description('sign in, by a code that you confirm in a browser on any device')
    .addHelpText('after', '\nExample:\n  $ cupcakery login --url https://shop.example --profile shop')
    .action(runCommand(cli, login));
  program.command('logout').description('forget the sign-in of the profile').action(runCommand(cli, logout));
  program.command('whoami').description('who you are there, and your roles').action(runCommand(cli, whoami));
}
