import type { TLSSocket } from 'node:tls';

/** Whose certificates the API takes for the aggregator's. */
export type AggregatorTrust = {
  /** PEM of the authority that signs the aggregator's client certificate. */
  ca: string;
  /** Common names it may have; none named: any. */
  allowedNames: readonly string[];
};

/**
 * Why a connection is not the API server's aggregator; undefined when it is. Only the aggregator may ask: it has
 * authenticated and authorised the caller, and whoever else could ask would go around both.
 */
export function refusalOf(socket: TLSSocket, { allowedNames }: AggregatorTrust): string | undefined {
  if (!socket.authorized) return 'a client certificate of the aggregator is needed';
  const name = socket.getPeerCertificate().subject?.CN;
  const names = Array.isArray(name) ? name : [name];
  if (allowedNames.length === 0 || names.some((one) => one !== undefined && allowedNames.includes(one))) {
    return undefined;
  }
  return `the certificate's name ${String(name)} is not among those that the cluster allows for its aggregator`;
}
