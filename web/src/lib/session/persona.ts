import { parseRecord } from '../storage/parse-record.ts';

/** The person that this tab claims to be. Only a local system accepts that: elsewhere the sign-in identifies the user. */
export type Persona = { name: string; roles: string[] };

const storageKey = 'cupcakery.persona';

/** The same shapes as the server's: a header that it refuses would lock the page out. */
const namePattern = /^[\p{L}\p{M}\p{N}_.@+-]{1,100}$/u;
const rolePattern = /^[\w-]{1,40}$/;

/** Whether a name can be sent. */
export const isName = (name: string): boolean => namePattern.test(name);

/** The headers of each request, also sent in `connectionParams` of the socket. */
export const personaHeaders = (persona: Persona | undefined): Record<string, string> =>
  persona === undefined
    ? {}
    : { 'x-cupcakery-user': encodeURIComponent(persona.name), 'x-cupcakery-roles': persona.roles.join(',') };

/** The persona of a text that `savePersona` wrote; undefined for any other text. */
export const parsePersona = (text: string | null): Persona | undefined => {
  const { name, roles } = parseRecord(text);
  if (typeof name !== 'string' || !namePattern.test(name) || !Array.isArray(roles)) return undefined;
  const known = roles.filter((role): role is string => typeof role === 'string' && rolePattern.test(role));
  return known.length === roles.length && known.length > 0 ? { name, roles: known } : undefined;
};

// Per tab and not per device, so that two tabs can be two people.
export const loadPersona = (): Persona | undefined => parsePersona(sessionStorage.getItem(storageKey));

export const savePersona = (persona: Persona | undefined): void => {
  if (persona) sessionStorage.setItem(storageKey, JSON.stringify(persona));
  else sessionStorage.removeItem(storageKey);
};
