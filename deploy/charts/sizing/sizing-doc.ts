import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tables } from './sizing-tables.ts';

const file = fileURLToPath(new URL('../../sizing.md', import.meta.url));

/** The page as it should be: its own text, with the tables made from the workflow, the values and the code. */
export function currentSizing(): { present: string; wanted: string } {
  const present = readFileSync(file, 'utf8');
  const made = new Set<string>();
  const wanted = present.replaceAll(
    /(<!-- Made by deploy\/charts\/sizing\/sizing-doc.ts: (.+) -->\n)[\s\S]*?(<!-- End -->)/g,
    (_, begin: string, name: string, end: string) => {
      made.add(name);
      return `${begin}\n${tables[name]?.() ?? ''}\n\n${end}`;
    },
  );
  const missing = Object.keys(tables).filter((name) => !made.has(name));
  if (missing.length > 0) throw new Error(`deploy/sizing.md has no place for: ${missing.join(', ')}`);
  return { present, wanted };
}

if (import.meta.main) {
  writeFileSync(file, currentSizing().wanted);
}
