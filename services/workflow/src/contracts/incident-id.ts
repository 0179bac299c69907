/**
 * The public id of a record incident: the key of its record in `W.incidents`, such as
 * `orderrequests/0/17`, in characters that need no escaping in a path. Opaque to clients.
 */
export function incidentIdOf(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/** The record key that an id stands for; undefined when the text is not such an id. */
export function incidentKeyOf(id: string): string | undefined {
  const key = Buffer.from(id, 'base64url').toString('utf8');
  return key !== '' && incidentIdOf(key) === id ? key : undefined;
}
