import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { installedPackages } from './installed-packages.ts';
import { noticesOf } from './notices.ts';

// main.ts FOLDER FILE: writes the notices of all packages that are installed below the folder.
const [folder, file] = process.argv.slice(2);
if (folder === undefined || file === undefined) throw new Error('usage: main.ts FOLDER FILE');
const texts = join(import.meta.dirname, 'texts');
const standardTexts = Object.fromEntries(
  readdirSync(texts).map((name) => [parse(name).name, readFileSync(join(texts, name), 'utf8')]),
);
writeFileSync(file, noticesOf(installedPackages(folder), standardTexts));
