import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config.ts';

/** A text file: `name` is its path as it was found, for messages. */
export type TextFile = { name: string; text: string };

/**
 * All files of a folder with one of the endings, by name (not below it).
 * @throws ConfigError when the folder cannot be read or holds none
 */
export function readTextFiles(folder: string, endings: readonly string[]): TextFile[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => endings.some((e) => name.endsWith(e)));
  } catch (cause) {
    throw new ConfigError(
      `cannot read the folder ${folder}: ${cause instanceof Error ? cause.message : cause}`,
      { cause },
    );
  }
  if (names.length === 0) throw new ConfigError(`${folder} holds no file ending in ${endings.join(' or ')}`);
  return names
    .sort()
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
}

/**
 * One text file.
 * @param complaint begins the message when it cannot be read
 * @throws ConfigError when it cannot be read
 */
export function readTextFile(name: string, complaint = `cannot read the file ${name}`): TextFile {
  try {
    return { name, text: readFileSync(name, 'utf8') };
  } catch (cause) {
    throw new ConfigError(`${complaint}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/**
 * The text of a file that a variable names, such as a mounted secret.
 * @throws ConfigError when it cannot be read, or is empty: only half written, or the wrong key of a secret
 */
export function readMountedFile(variable: string, file: string): string {
  const named = `${variable}=${file}`;
  const { text } = readTextFile(file, `${named} cannot be read`);
  if (text.trim() === '') throw new ConfigError(`${named}: the file is empty`);
  return text;
}
