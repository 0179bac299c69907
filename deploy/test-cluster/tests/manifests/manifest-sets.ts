import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, manifestsOf, render } from '../../../charts/rendering/helm.ts';
import { onlyTea, renderings } from '../../../charts/rendering/renderings.ts';
import { root } from '../../settings/settings.ts';
import { kubectl } from '../kubernetes/kubectl.ts';

/** A namespace of this run alone, since the last one's may still be ending; only accounts are ever written into it. */
export const namespace = `restricted-check-${process.pid}`;

/** The overlays of strimzi/. */
export const overlays = ['kind', 'gke'] as const;
export type Overlay = (typeof overlays)[number];

/** Kafka as the platform team would apply it. */
export async function overlay(name: Overlay): Promise<Manifest[]> {
  return manifestsOf(await kubectl('kustomize', join(root, 'strimzi/overlays', name)));
}

/** All that the project would send to a cluster, by the way of installing. */
export async function manifestSets(): Promise<Record<string, Manifest[]>> {
  const sets: Record<string, Manifest[]> = {};
  for (const [name, { chart, ...rendering }] of Object.entries(renderings)) {
    sets[name] = render(chart, { ...rendering, namespace });
  }
  sets['two releases and the lag metrics'] = [
    ...render('cupcakery', { release: 'one', namespace }),
    ...render('cupcakery', { release: 'other', namespace, values: onlyTea }),
    ...render('kafka-lag-metrics', { release: 'lag', namespace }),
  ];
  for (const name of overlays) sets[`Strimzi's Kafka on ${name}`] = await overlay(name);
  sets["GKE's Gateway"] = manifestsOf(readFileSync(join(root, 'deploy/gke/gateway.yaml'), 'utf8'));
  return sets;
}

/** The name of an object in messages. */
export const title = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

/**
 * Kinds that exist on GKE alone. Google publishes their CRDs in no package of any registry, so nothing here can
 * check objects of them.
 */
export const unchecked = ['networking.gke.io/v1 GCPBackendPolicy', 'networking.gke.io/v1 HealthCheckPolicy'];

/** Whether there is a schema of the object's kind. */
export function isChecked({ apiVersion, kind }: Manifest): boolean {
  return !unchecked.includes(`${apiVersion} ${kind}`);
}

/** Objects as kubectl and the checkers read them. */
export function stream(manifests: readonly Manifest[]): string {
  return manifests.map((one) => JSON.stringify(one)).join('\n---\n');
}
