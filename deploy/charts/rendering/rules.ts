import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { type Manifest, ofKind } from './helm.ts';

const rule = z.looseObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string(),
  labels: z.object({ severity: z.enum(['critical', 'warning', 'info']) }).catchall(z.string()),
  annotations: z.object({ summary: z.string().min(1), description: z.string().min(1) }).catchall(z.string()),
});
const ruleSpec = z.object({ groups: z.array(z.object({ name: z.string(), rules: z.array(rule) })) });

export type Rule = z.infer<typeof rule>;

/** All alerts of manifests. */
export function rulesOf(manifests: Manifest[]): Rule[] {
  return ofKind(manifests, 'PrometheusRule').flatMap(({ spec }) =>
    ruleSpec.parse(spec).groups.flatMap((group) => group.rules),
  );
}

/** Whether Prometheus' own checker is on the PATH. */
export const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

/**
 * Runs promtool in a folder with rules in `rules.yaml` and perhaps tests in `tests.yaml`.
 * @returns the problems that it finds; empty when there are none
 */
export function promtool(args: string[], rules: readonly Rule[], tests: object = {}): string {
  const cwd = mkdtempSync(join(tmpdir(), 'cupcakery-rules-'));
  try {
    writeFileSync(join(cwd, 'rules.yaml'), stringify({ groups: [{ name: 'all', rules }] }));
    const known = { rule_files: ['rules.yaml'], evaluation_interval: '15s' };
    writeFileSync(join(cwd, 'tests.yaml'), stringify({ ...known, ...tests }));
    const { status, stdout, stderr, error } = spawnSync('promtool', args, { cwd, encoding: 'utf8' });
    return status === 0 ? '' : `${error ?? ''}${stdout}${stderr}` || `promtool ended with ${status}`;
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
