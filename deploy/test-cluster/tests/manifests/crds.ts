import { otherCrds } from '../../artifacts/other-crds.ts';
import { strimziCrds } from '../../artifacts/strimzi-crds.ts';
import { kubectl } from '../kubernetes/kubectl.ts';

/** Folders of the CRDs of all foreign kinds that the charts have. */
export const crdFolders = async (): Promise<string[]> => [await strimziCrds(), otherCrds];

/** Applies these CRDs, and waits until the cluster serves them. Does no harm when they exist. */
export async function applyCrds(): Promise<void> {
  const files = (await crdFolders()).flatMap((folder) => ['--filename', folder]);
  await kubectl('apply', '--server-side', '--force-conflicts', ...files);
  await kubectl('wait', '--for=condition=Established', '--timeout=60s', ...files);
}
