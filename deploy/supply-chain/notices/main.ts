import { writeFileSync } from 'node:fs';
import { installedPackages } from './installed-packages.ts';
import { noticesOf } from './notices.ts';
import { readStandardTexts } from './standard-texts.ts';

// main.ts FOLDER FILE: writes the notices of all packages that are installed below the folder.
const [folder, file] = process.argv.slice(2);
if (folder === undefined || file === undefined) throw new Error('usage: main.ts FOLDER FILE');
writeFileSync(file, noticesOf(installedPackages(folder), readStandardTexts()));
