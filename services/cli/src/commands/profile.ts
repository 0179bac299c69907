import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { defaultUrl, defaultWorkflow, originOf } from '../settings/settings.ts';
import { type Cli, flagsOf, outputOf } from './run-command.ts';

/** Profiles need no installation, so that a wrong one can be corrected. */
type ProfileAction = (command: Command, args: readonly string[]) => Promise<void>;

/** `cupcakery profile …` */
export function addProfileCommands(program: Command, cli: Cli): void {
  const { profiles } = cli;
  const list: ProfileAction = async (command) => {
    const { current, profiles: all } = await profiles.read();
    const rows = Object.entries(all).map(
      ([name, { url = defaultUrl, workflow = defaultWorkflow, tokens }]) => ({
        name,
        current: name === current,
        url,
        workflow,
        signedIn: tokens !== undefined,
      }),
    );
    const out = outputOf(cli, flagsOf(command));
    out.result(rows, () => {
      if (rows.length === 0) out.note(`no profiles; ${defaultUrl} counts`);
      else
        out.table(
          ['', 'NAME', 'URL', 'WORKFLOW', 'SIGNED IN'],
          rows.map((row) => [
            row.current ? '*' : '',
            row.name,
            row.url,
            row.workflow,
            row.signedIn ? 'yes' : 'no',
          ]),
        );
    });
  };
  const set: ProfileAction = async (command, [name = '']) => {
    const { url, workflow } = flagsOf(command);
    const origin = url === undefined ? undefined : originOf(url);
    await profiles.change(name, ({ tokens, ...before }) => ({
      ...before,
      ...(origin === undefined ? {} : { url: origin }),
      ...(workflow === undefined ? {} : { workflow }),
      // A token of another installation is nothing for this one.
      ...(tokens && (origin === undefined || origin === before.url) ? { tokens } : {}),
    }));
  };
  const use: ProfileAction = async (_command, [name = '']) => {
    const file = await profiles.read();
    if (!file.profiles[name]) throw noProfile(name);
    await profiles.write({ ...file, current: name });
  };
  const remove: ProfileAction = async (_command, [name = '']) => {
    const file = await profiles.read();
    const { [name]: removed, ...rest } = file.profiles;
    if (!removed) throw noProfile(name);
    await profiles.write({ ...file, profiles: rest });
  };
  const acts = (action: ProfileAction) =>
    async function (this: Command) {
      await action(this, this.args);
    };

  const profile = program
    .command('profile')
    .description('installations by name, so that --url need not be given');
  profile.command('list').description('all profiles; the star marks the current one').action(acts(list));
  profile
    .command('set')
    .description('make or change one, by --url and --workflow')
    .argument('<name>')
    .addHelpText(
      'after',
      '\nExample:\n  $ cupcakery profile set shop --url https://shop.example\n  $ cupcakery profile use shop',
    )
    .action(acts(set));
  profile.command('use').description('make one the current one').argument('<name>').action(acts(use));
  profile
    .command('remove')
    .description('forget one, and its sign-in')
    .argument('<name>')
    .action(acts(remove));
}

const noProfile = (name: string) =>
  new CliError('usage', `there is no profile ${name}`, { hint: 'cupcakery profile list' });
