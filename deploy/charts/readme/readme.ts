import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';

const begin = '<!-- Made from values.yaml by deploy/charts/readme/readme.ts -->';
const end = '<!-- End of what is made -->';

/** A chart's README as it should be: its own text, with the table of values made from the comments in values.yaml. */
export function currentReadme(chart: string): { file: string; present: string; wanted: string } {
  const path = (name: string) => fileURLToPath(new URL(`../../../charts/${chart}/${name}`, import.meta.url));
  const file = path('README.md');
  const present = readFileSync(file, 'utf8');
  const [head, rest] = present.split(begin);
  const tail = rest?.split(end)[1];
  if (head === undefined || tail === undefined)
    throw new Error(`${file} has no place for the table: ${begin} ${end}`);
  const table = valuesTable(readFileSync(path('values.yaml'), 'utf8'));
  return { file, present, wanted: `${head}${begin}\n\n${table}\n\n${end}${tail}` };
}

/** A table of every value, its default and the comment above it. */
export function valuesTable(text: string): string {
  const { contents, errors } = parseDocument(text);
  if (errors.length > 0 || !isMap(contents)) throw new Error(`values.yaml: ${errors.join(', ') || 'no map'}`);
  return ['| value | default | |', '| --- | --- | --- |', ...rowsOf(contents, '')].join('\n');
}

function rowsOf(map: YAMLMap, prefix: string): string[] {
  return map.items.flatMap(({ key, value }, i) => {
    if (!isScalar(key)) return [];
    const path = `${prefix}${String(key.value)}`;
    // YAML hands what stands above a map's first key to the map.
    const comment = (i === 0 ? map.commentBefore : undefined) ?? key.commentBefore ?? '';
    // A map in one line is one value; one in several lines is a group.
    if (isMap(value) && !value.flow && value.items.length > 0) {
      return [...(comment === '' ? [] : [row(path, '', comment)]), ...rowsOf(value, `${path}.`)];
    }
    const given: unknown = isMap(value) || isSeq(value) || isScalar(value) ? value.toJSON() : value;
    return [row(path, JSON.stringify(given), comment)];
  });
}

function row(path: string, given: string, comment: string): string {
  const words = comment
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
  const cell = (cellText: string) => cellText.replaceAll('|', '\\|');
  return `| \`${path}\` | ${given === '' ? '' : `\`${cell(given)}\``} | ${cell(words)} |`;
}

if (import.meta.main) {
  for (const chart of ['cupcakery', 'kafka-lag-metrics']) {
    const { file, wanted } = currentReadme(chart);
    writeFileSync(file, wanted);
  }
}
