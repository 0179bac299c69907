import { join } from 'node:path';
import { ConfigError } from '@cupcakery/kit/config';
import { readTextFile } from '@cupcakery/kit/files';

/** The value of a secret by its name. @throws ConfigError naming the file, never its contents */
export type ReadSecret = (name: string) => string;

/**
 * Reads secrets from files of one folder, named as the secrets are; line ends around a value do not count.
 * @param folder undefined: there is none, so every secret is missing
 */
export function secretFiles(folder: string | undefined): ReadSecret {
  return (name) => {
    if (folder === undefined)
      throw new ConfigError(
        `the secret ${name} is missing: set SECRETS_DIR to a folder with a file of this name`,
      );
    const { text } = readTextFile(join(folder, name), `the secret ${name} is missing`);
    const value = text.trim();
    if (value === '') throw new ConfigError(`the secret ${name} is empty: ${join(folder, name)}`);
    return value;
  };
}
