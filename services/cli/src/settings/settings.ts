import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import { defaultProfile, type Profile, type ProfileFile } from './profiles.ts';

export const defaultUrl = 'http://localhost:8080';
export const defaultWorkflow = 'cupcakes';

/** Flags that every command has. */
export type GlobalFlags = {
  url?: string | undefined;
  profile?: string | undefined;
  workflow?: string | undefined;
  json?: boolean | undefined;
};

/** The variables that it reads; `CUPCAKERY_TOKEN` goes before what a sign-in has given. */
export type CliEnvironment = {
  CUPCAKERY_URL?: string | undefined;
  CUPCAKERY_PROFILE?: string | undefined;
  CUPCAKERY_WORKFLOW?: string | undefined;
  CUPCAKERY_TOKEN?: string | undefined;
  /** Those of Kafka (`kafkaVars` of kit), for what reads it. */
  [name: `KAFKA_${string}`]: string | undefined;
};

/** Where a command goes, and as whom. */
export type Settings = {
  /** Name of the profile. */
  profile: string;
  /** Origin of the installation, without a slash at its end. */
  url: string;
  workflow: string;
  /** A token from the environment. */
  token: string | undefined;
};

/**
 * Flags count before variables, these before the profile, that before the defaults.
 * @throws CliError for a profile that there is not, or a URL that is none
 */
export function settingsOf(flags: GlobalFlags, env: CliEnvironment, file: ProfileFile): Settings {
  const named = flags.profile ?? env.CUPCAKERY_PROFILE;
  const profile = named ?? file.current;
  const known: Profile | undefined = file.profiles[profile];
  if (!known && named !== undefined && named !== defaultProfile) {
    const names = Object.keys(file.profiles).join(', ') || 'none';
    throw new CliError('usage', `there is no profile ${profile}; there are: ${names}`, {
      hint: `cupcakery profile set ${profile} --url https://…`,
    });
  }
  return {
    profile,
    url: originOf(flags.url ?? env.CUPCAKERY_URL ?? known?.url ?? defaultUrl),
    workflow: flags.workflow ?? env.CUPCAKERY_WORKFLOW ?? known?.workflow ?? defaultWorkflow,
    token: env.CUPCAKERY_TOKEN === '' ? undefined : env.CUPCAKERY_TOKEN,
  };
}

const address = z.url({ protocol: /^https?$/ });

/** @throws CliError for what is no http or https address of a whole installation */
export function originOf(url: string): string {
  const parsed = address.safeParse(url);
  const { pathname, search, hash, origin } = parsed.success ? new URL(url) : new URL(defaultUrl);
  if (parsed.success && pathname === '/' && search === '' && hash === '') return origin;
  throw new CliError('usage', `${url} is no address of an installation`, {
    hint: 'give its origin alone, such as https://shop.example or http://localhost:8080',
  });
}
