import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { render } from './rendering/helm.ts';
import { renderings } from './rendering/renderings.ts';
import { rulesOf } from './rendering/rules.ts';

const rules = { enabled: true, runbookUrl: 'https://example.com/deploy/runbook.md#' };
const { values } = renderings['two workflows'] ?? {};
const all = rulesOf([
  ...render('cupcakery', { values: { ...values, monitoring: { rules } } }),
  ...render('kafka-lag-metrics', { values: { monitoring: { rules } } }),
]);
const alerts = [...new Set(all.map(({ alert }) => alert))].sort();

const text = readFileSync(fileURLToPath(new URL('../runbook.md', import.meta.url)), 'utf8');
/** Without what stands between fences: a comment of a shell is no heading. */
const prose = text.replace(/^( *)```[\s\S]*?^\1```$/gm, '');
const headings = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
const sections = new Map(
  (/^## Alerts$([\s\S]*?)^## /m.exec(prose)?.[1] ?? '')
    .split(/^### /m)
    .slice(1)
    .map((section): [string, string] => [section.split('\n', 1)[0] ?? '', section]),
);
/** As GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

test('the runbook has a section for each alert, and none for what is no alert', () => {
  expect([...sections.keys()].sort()).toEqual(alerts);
});

describe.each(alerts)('%s', (alert) => {
  test('says what it means, how to check, what to do and what never', () => {
    const headings = [...(sections.get(alert) ?? '').matchAll(/^\*\*(\w+)\.\*\* \S|^\*\*(\w+)\.\*\*$/gm)];
    expect(headings.map(([, inline, alone]) => inline ?? alone)).toEqual(['Means', 'Check', 'Do', 'Never']);
  });

  test('is found by its runbook_url', () => {
    const urls = all.filter((rule) => rule.alert === alert).map((rule) => rule.annotations.runbook_url);
    expect(new Set(urls)).toEqual(new Set([`${rules.runbookUrl}${anchorOf(alert)}`]));
  });
});

test('links within the pages of deploy lead to headings that there are', () => {
  const pages: Record<string, string[]> = { '': headings };
  for (const [, page = '', anchor = ''] of prose.matchAll(/\]\(([\w./-]*)#([\w-]+)\)/g)) {
    pages[page] ??= [
      ...readFileSync(fileURLToPath(new URL(`../${page}`, import.meta.url)), 'utf8').matchAll(/^#+ (.+)$/gm),
    ].map(([, heading = '']) => heading);
    expect(pages[page].map(anchorOf), page).toContain(anchor);
  }
});
