import type { TLSSocket } from 'node:tls';

/** Which certificates identify the aggregator. */
export type AggregatorTrust = {
  /** PEM of the authority that signs the aggregator's client certificate. */
  ca: string;
  /** Common names it may have; empty: any. */
  allowedNames: readonly string[];
};

/**
 * Why a connection does not come from the API server's aggregator; undefined if it does. Only the aggregator has
 * access: it has authenticated and authorised the caller, and any other client would bypass both.
 */
export function rejectionOf(socket: TLSSocket, { allowedNames }: AggregatorTrust): string | undefined {
  if (!socket.authorized) return 'a client certificate of the aggregator is needed';
  const name = socket.getPeerCertificate().subject?.CN;
  const names = Array.isArray(name) ? name : [name];
  if (allowedNames.length === 0 || names.some((one) => one !== undefined && allowedNames.includes(one))) {
    return undefined;
  }
  return `the certificate's name ${String(name)} is not among those that the cluster allows for its aggregator`;
}
