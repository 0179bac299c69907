import { spawnSync } from 'node:child_process';
import { env } from 'node:process';
import { root } from '@cupcakery/local/toolbox/repository';
import { parseAllDocuments, stringify } from 'yaml';
import { z } from 'zod';
import { type Finished, runProgram } from './run-program.ts';

/** A helm that was built by `go install` assumes an old Kubernetes. */
const kubeVersion = '1.34.0';

const metadata = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
});
const manifest = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata });

/** An object as it would be sent to Kubernetes. */
export type Manifest = z.infer<typeof manifest>;
export type Chart = 'cupcakery' | 'kafka-lag-metrics';
export type Values = { [key: string]: unknown };

export type Rendering = {
  /** Over the chart's own values. */
  values?: Values;
  /** Files of values, from the repository's root. */
  files?: string[];
  release?: string;
  namespace?: string;
};

/** Values without a default that a rendering needs: any chart, if no file of values has it, and cupcakery. */
export const image = { registry: 'registry.example.com/shop' };
export const signIn = { issuer: 'https://id.example.com/realms/shop', audience: 'cupcakery' };

/** Renders a chart; throws with Helm's message when it refuses. */
export function render(chart: Chart, rendering: Rendering = {}): Manifest[] {
  const { status, stdout, stderr } = helm('template', chart, rendering);
  if (status !== 0) throw new Error(stderr);
  return manifestsOf(stdout);
}

/** The objects of a text of YAML documents. */
export function manifestsOf(text: string): Manifest[] {
  return parseAllDocuments(text, { version: '1.1' }).flatMap((document) => {
    // Strict: a duplicate key is an error here, though Kubernetes would use the last one.
    if (document.errors.length > 0) throw new Error(document.errors.join('\n'));
    const content: unknown = document.toJS();
    return content === null ? [] : [manifest.parse(content)];
  });
}

/** The sentence with which a chart refuses values; undefined when it accepts them. */
export function refusal(chart: Chart, values: Values): string | undefined {
  const { status, stderr } = helm('template', chart, { values });
  if (status === 0) return undefined;
  const own = /execution error at \([^)]*\): (.*)/.exec(stderr)?.[1];
  return own ?? stderr.split('\n').slice(0, 4).join(' ');
}

/** Runs a helm command on a chart. */
export function helm(
  command: 'template' | 'lint',
  chart: Chart,
  rendering: Rendering = {},
  args: string[] = [],
): Finished {
  const { program, all, input } = commandLine(command, chart, rendering, args);
  return spawnSync(program, all, { cwd: root, input, encoding: 'utf8', maxBuffer });
}

/** Renders as an install on a cluster would: templates look things up there. */
export async function helmOnCluster(
  chart: Chart,
  rendering: Rendering,
  kubeconfig: string,
): Promise<Finished> {
  const { program, all, input } = commandLine('template', chart, rendering, [
    '--dry-run=server',
    // An install asks the cluster; this command has to be told.
    ...['--api-versions', 'kafka.strimzi.io/v1'],
  ]);
  // Not blocking: the stand-in of the cluster answers from this process.
  return await runProgram(program, all, input, { cwd: root, env: { ...env, KUBECONFIG: kubeconfig } });
}

const maxBuffer = 64 << 20;

function commandLine(command: 'template' | 'lint', chart: Chart, rendering: Rendering, args: string[]) {
  const program = env.HELM;
  if (program === undefined) throw new Error('HELM names no helm; use make charts');
  const { values = {}, files = [], release = 'cupcakery', namespace = 'shop' } = rendering;
  const needed = {
    ...(files.length === 0 ? { image } : {}),
    ...(chart === 'cupcakery' ? { oidc: signIn } : {}),
  };
  const given = { ...needed, ...values };
  const all = [
    command,
    ...(command === 'template' ? [release] : []),
    `charts/${chart}`,
    ...['--namespace', namespace],
    ...['--kube-version', kubeVersion],
    ...files.flatMap((file) => ['--values', file]),
    ...['--values', '-'],
    ...args,
  ];
  return { program, all, input: stringify(given) };
}

/** The objects of a kind. */
export function ofKind(manifests: readonly Manifest[], kind: string): Manifest[] {
  return manifests.filter((one) => one.kind === kind);
}
