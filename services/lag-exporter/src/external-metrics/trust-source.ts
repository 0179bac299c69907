import { readFile } from 'node:fs/promises';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { parseJson } from '../parse-json.ts';
import type { AggregatorTrust } from './aggregator.ts';

/** Where the aggregator's certificates are told; asked now and then, since clusters exchange them. */
export type TrustSource = () => Promise<AggregatorTrust>;

const namesShape = z.string().transform((text, context) => {
  const names = z.array(z.string()).safeParse(parseJson(text));
  if (names.success) return names.data;
  context.addIssue({ code: 'custom', message: 'is no JSON list of names' });
  return z.NEVER;
});
const mapShape = z.object({
  'requestheader-client-ca-file': z.string().min(1),
  'requestheader-allowed-names': namesShape.default([]),
});

const configMap = 'extension-apiserver-authentication';

/** The trust that the API server publishes for this: a config map in `kube-system` that its role lets one read. */
export function clusterTrust(): TrustSource {
  const config = new KubeConfig();
  config.loadFromDefault();
  const api = config.makeApiClient(CoreV1Api);
  return async () => {
    const { data } = await api.readNamespacedConfigMap({ name: configMap, namespace: 'kube-system' });
    const parsed = mapShape.safeParse(data);
    if (!parsed.success) {
      const why = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
      throw new Error(`kube-system/${configMap} does not tell the aggregator's certificates: ${why}`);
    }
    return {
      ca: parsed.data['requestheader-client-ca-file'],
      allowedNames: parsed.data['requestheader-allowed-names'],
    };
  };
}

/** The same from a file, for an API server that is not asked. */
export function fileTrust(caFile: string, allowedNames: readonly string[]): TrustSource {
  return async () => ({ ca: await readFile(caFile, 'utf8'), allowedNames });
}
