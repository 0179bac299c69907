import { z } from 'zod';
import type { Manifest } from './helm.ts';

const env = z.looseObject({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z.looseObject({ fieldRef: z.looseObject({ fieldPath: z.string() }).optional() }).optional(),
});
const probe = z.looseObject({ httpGet: z.looseObject({ path: z.string(), port: z.string() }) }).optional();
const container = z.looseObject({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).default([]),
  env: z.array(env).default([]),
  ports: z.array(z.looseObject({ name: z.string(), containerPort: z.number() })).default([]),
  resources: z.looseObject({
    requests: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
    limits: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  }),
  securityContext: z.looseObject({}),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })).default([]),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
});
const spread = z.looseObject({
  topologyKey: z.string(),
  labelSelector: z.looseObject({ matchLabels: z.record(z.string(), z.string()) }),
});
const podSpec = z.looseObject({
  serviceAccountName: z.string().optional(),
  automountServiceAccountToken: z.boolean(),
  shareProcessNamespace: z.boolean().default(false),
  terminationGracePeriodSeconds: z.number().default(30),
  securityContext: z.looseObject({}),
  containers: z.array(container),
  initContainers: z.array(container).default([]),
  volumes: z.array(z.looseObject({ name: z.string() })).default([]),
  topologySpreadConstraints: z.array(spread).default([]),
});
const labels = z.looseObject({ labels: z.record(z.string(), z.string()).default({}) });
const template = z.looseObject({ metadata: labels, spec: podSpec });

export type Container = z.infer<typeof container>;
export type Pod = {
  owner: Manifest;
  labels: Record<string, string>;
  spec: z.infer<typeof podSpec>;
};

/** The pods that manifests would run, each with the object that makes it. */
export function podsOf(manifests: readonly Manifest[]): Pod[] {
  return manifests.flatMap((owner) => {
    if (owner.kind === 'Pod')
      return [{ owner, labels: owner.metadata.labels, spec: podSpec.parse(owner.spec) }];
    if (!['Deployment', 'StatefulSet', 'Job'].includes(owner.kind)) return [];
    const { metadata, spec } = z.looseObject({ template }).parse(owner.spec).template;
    return [{ owner, labels: metadata.labels, spec }];
  });
}

/** The environment of a container as the process will see it; what comes from the pod's own fields is named so. */
export function environmentOf({ env }: Container): Record<string, string> {
  return Object.fromEntries(env.map((one) => [one.name, one.value ?? 'from-the-pod']));
}

/** Which service a container runs, from its command. */
export function programOf({ command }: Container): string | undefined {
  return /^services\/(.+)\/main\.ts$/.exec(command[1] ?? '')?.[1]?.replace(/\/src$|\/src(?=\/)/, '');
}
