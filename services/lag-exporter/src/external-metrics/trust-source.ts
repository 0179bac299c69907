import { readFile } from 'node:fs/promises';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { z } from 'zod';
import { parseJson } from '../kubernetes/parse-json.ts';
import type { AggregatorTrust } from './aggregator.ts';

/** Loads the aggregator's trusted certificates; called repeatedly, since clusters rotate them. */
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

/** From the config map in `kube-system` where the API server publishes it; reading it needs a role. */
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

/** From a file, without access to the API server. */
export function fileTrust(caFile: string, allowedNames: readonly string[]): TrustSource {
  return async () => ({ ca: await readFile(caFile, 'utf8'), allowedNames });
}
