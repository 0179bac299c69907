import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Action, rights } from '../access/rights.ts';

const file = fileURLToPath(new URL('../../README.md', import.meta.url));

/** The table of rights as the README has it. */
export function rightsTable(): string {
  const rows = (Object.keys(rights) as Action[]).map((action) => {
    const { who, what } = rights[action];
    return `| \`${action}\` | ${what} | ${who.join(', ')} |`;
  });
  return ['| action | may | who, besides `admin` |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The README as it is, and with the table as it should be. */
export function currentRights(): { present: string; wanted: string } {
  const present = readFileSync(file, 'utf8');
  const place = /(<!-- Made by src\/testing\/rights-doc.ts -->\n)[\s\S]*?(<!-- End -->)/;
  if (!place.test(present)) throw new Error('the README has no place for the table of rights');
  return { present, wanted: present.replace(place, `$1\n${rightsTable()}\n\n$2`) };
}

if (import.meta.main) writeFileSync(file, currentRights().wanted);
