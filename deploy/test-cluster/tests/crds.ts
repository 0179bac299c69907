import { otherCrds } from '../parts/other-crds.ts';
import { strimziCrds } from '../parts/strimzi-crds.ts';
import { kubectl } from './kubectl.ts';

/** Folders of the CRDs of all foreign kinds that the charts have. */
export const crdFolders = async (): Promise<string[]> => [await strimziCrds(), otherCrds];

/** Gives the cluster these CRDs, and waits until it serves them. Does no harm when they are there. */
export async function applyCrds(): Promise<void> {
  const files = (await crdFolders()).flatMap((folder) => ['--filename', folder]);
  await kubectl('apply', '--server-side', '--force-conflicts', ...files);
  await kubectl('wait', '--for=condition=Established', '--timeout=60s', ...files);
}
