import { z } from 'zod';
import { type Manifest, ofKind } from '../../../charts/rendering/helm.ts';
import { rightsShape } from '../../../charts/rights/grant-rights.ts';

const label = 'strimzi.io/cluster';
const config = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({});

const kafkaShape = z.looseObject({
  kafka: z.looseObject({
    version: z.string(),
    metadataVersion: z.string(),
    config,
    listeners: z.array(
      z.looseObject({
        name: z.string(),
        port: z.int(),
        tls: z.boolean(),
        authentication: z.looseObject({ type: z.string() }).optional(),
      }),
    ),
    authorization: z.looseObject({ type: z.string() }).optional(),
  }),
});
const poolShape = z.looseObject({
  replicas: z.int(),
  roles: z.array(z.string()),
  storage: z.looseObject({
    volumes: z.array(z.looseObject({ id: z.int(), kraftMetadata: z.string().optional() })),
  }),
  jvmOptions: z.looseObject({ '-Xmx': z.string() }),
  resources: z.looseObject({ limits: z.looseObject({ memory: z.string() }) }),
  template: z
    .looseObject({
      pod: z.looseObject({
        topologySpreadConstraints: z.array(
          z.looseObject({ labelSelector: z.object({ matchLabels: z.record(z.string(), z.string()) }) }),
        ),
      }),
    })
    .optional(),
});
const topicShape = z.looseObject({ topicName: z.string(), partitions: z.int(), replicas: z.int(), config });
const userShape = rightsShape.extend({ authentication: z.looseObject({ type: z.string() }) });

/** Objects of a kind with their spec; `cluster` is the Kafka that their label names. */
function specs<T>(manifests: readonly Manifest[], kind: string, shape: z.ZodType<T>) {
  return ofKind(manifests, kind).map(({ metadata, spec }) => ({
    name: metadata.name,
    namespace: metadata.namespace,
    cluster: metadata.labels[label],
    spec: shape.parse(spec),
  }));
}

export const kafkas = (manifests: readonly Manifest[]) => specs(manifests, 'Kafka', kafkaShape);
export const pools = (manifests: readonly Manifest[]) => specs(manifests, 'KafkaNodePool', poolShape);
export const topics = (manifests: readonly Manifest[]) => specs(manifests, 'KafkaTopic', topicShape);
export const users = (manifests: readonly Manifest[]) => specs(manifests, 'KafkaUser', userShape);

/** How many nodes have a role. */
export function nodesWith(role: string, manifests: readonly Manifest[]): number {
  return pools(manifests)
    .filter(({ spec }) => spec.roles.includes(role))
    .reduce((sum, { spec }) => sum + spec.replicas, 0);
}

/** Mebibytes of a quantity of Kubernetes or of an option of Java. */
export function mebibytes(text: string): number {
  const [, count, unit] = /^(\d+)(m|g|Mi|Gi)$/.exec(text) ?? [];
  if (count === undefined) throw new Error(`${text} is no amount of memory that is known here`);
  return Number(count) * (unit?.toLowerCase().startsWith('g') ? 1024 : 1);
}
