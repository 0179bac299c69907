import { z } from 'zod';
import type { Manifest } from '../../../charts/rendering/helm.ts';
import { runProgram } from '../../../charts/rendering/run-program.ts';
import { versions } from '../../../versions/versions.ts';
import { stream } from './manifest-sets.ts';

const comment = z.object({ path: z.string(), summary: z.string() });
const check = z.looseObject({
  check: z.looseObject({ id: z.string() }),
  skipped: z.boolean(),
  grade: z.number(),
  comments: z.array(comment).nullable(),
});
const scored = z.looseObject({
  type_meta: z.looseObject({ kind: z.string() }),
  object_meta: z.looseObject({ name: z.string() }),
  checks: z.array(check).nullable(),
});
/** Nothing where it knows none of the kinds. */
const report = z.array(scored).nullable();
const best = 10;

const demo = ['demo sign-in', 'kind with the demo sign-in'];
const small = [
  'kind',
  'debug',
  'lag metrics on kind',
  'lag metrics on kind with the demo sign-in',
  ...demo.slice(1),
];
const bare = ['nothing extra'];

/** Checks that are not followed, each with why; where `only` names sets of manifests, they are followed in others. */
const ignored: Record<string, { because: string; only?: string[] }> = {
  'container-image-pull-policy': {
    because: 'a tag stands for its contents or version and is never given to another image',
  },
  'container-ephemeral-storage-request-and-limit': {
    because:
      'root file systems are read-only and no pod has a volume to write to; the kubelet bounds the logs',
  },
  'container-resource-requests-equal-limits': { because: 'there is no limit of CPU to be equal to' },
  'container-cpu-requests-equal-limits': { because: 'there is no limit of CPU to be equal to' },
  'container-memory-requests-equal-limits': {
    because: 'on a laptop, pods share the memory that most of them do not use',
    only: small,
  },
  'deployment-has-host-podantiaffinity': {
    because: 'pods are spread over nodes by topologySpreadConstraints, for which the charts have a check',
  },
  'statefulset-has-host-podantiaffinity': { because: 'as of deployments' },
  'horizontalpodautoscaler-replicas': {
    because: 'while the only pod of a quiet stage moves, its work waits in Kafka and no caller is refused',
  },
  'deployment-replicas': {
    because:
      'a laptop is one node; a second pod would go with it. A second demo identity provider would know no sign-in of the first',
    only: [...small, ...demo],
  },
  'deployment-strategy': {
    because: 'two demo identity providers beside each other would know nothing of each other’s sign-ins',
    only: demo,
  },
  'deployment-has-poddisruptionbudget': {
    because: 'these values switch budgets off, or have one pod, whose budget would stop every drain',
    only: [...bare, 'debug'],
  },
  'statefulset-has-poddisruptionbudget': { because: 'these values switch budgets off', only: bare },
  'pod-networkpolicy': { because: 'these values switch network policies off', only: bare },
};
export const ignoredChecks = Object.keys(ignored);

/**
 * What kube-score finds, with all its checks.
 * @returns the problems to fix, and the checks that found something and are ignored
 */
export async function scoreProblems(
  set: string,
  manifests: readonly Manifest[],
): Promise<{ problems: string[]; ignored: string[] }> {
  const version = versions.kubernetes.split('.').slice(0, 2).join('.');
  const options = [
    '--output-format',
    'json',
    '--kubernetes-version',
    `v${version}`,
    '--all-default-optional',
  ];
  // A limit of CPU would stop a process in the middle of a transaction although the node is idle; requests share it.
  const args = ['score', ...options, '--ignore-container-cpu-limit', '-'];
  const { stdout, stderr } = await runProgram('kube-score', args, stream(manifests));
  if (stdout === '') throw new Error(`kube-score: ${stderr}`);
  const found = (report.parse(JSON.parse(stdout)) ?? [])
    .flatMap(({ type_meta, object_meta, checks }) =>
      (checks ?? []).map((one) => ({
        ...one,
        of: `${type_meta.kind} ${object_meta.name}`,
        id: one.check.id,
      })),
    )
    .filter(({ skipped, grade }) => !skipped && grade < best);
  const isIgnored = ({ id }: { id: string }): boolean => {
    const rule = ignored[id];
    return rule !== undefined && (rule.only?.includes(set) ?? true);
  };
  return {
    problems: found
      .filter((one) => !isIgnored(one))
      .map(({ of, id, comments }) => {
        const remarks = (comments ?? []).map(({ path, summary }) => `${path} ${summary}`.trim());
        return `${of}: ${id}: ${remarks.join('; ')}`;
      }),
    ignored: found.filter(isIgnored).map(({ id }) => id),
  };
}
