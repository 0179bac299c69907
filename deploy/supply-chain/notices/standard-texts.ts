import { readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';

/** The wording of licences by SPDX id, for packages that declare one and have no file with it. */
export function readStandardTexts(): Record<string, string> {
  const texts = join(import.meta.dirname, 'texts');
  return Object.fromEntries(
    readdirSync(texts).map((name) => [parse(name).name, readFileSync(join(texts, name), 'utf8')]),
  );
}
