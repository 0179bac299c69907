import { type Connection, openConnection } from '@cupcakery/client/connection';
import { createStore, type Store } from '@cupcakery/client/store';
import type { Client } from '@urql/preact';
import { createGraphqlClient } from '../graphql/client.ts';
import type { Credentials, CredentialsSource } from '../graphql/credentials.ts';
import { setClockOffset } from '../time/clock.ts';
import type { SignIn } from './account.ts';
import { loadPersona, type Persona, personaHeaders, savePersona } from './persona.ts';

/** Everything that depends on the caller: one person, their client for queries and their live connection. */
export type Session = {
  persona: Persona | undefined;
  credentials: CredentialsSource;
  client: Client;
  connection: Connection;
};

export type Sessions = Pick<Store<Session>, 'get' | 'subscribe'> & {
  /** Stops the current connection and starts as another person; undefined: as the server's default. */
  become(persona: Persona | undefined): void;
};

/**
 * Starts as whoever is signed in, else with the persona that this tab had last.
 * @param socketUrl absolute, ws: or wss:
 */
export const openSessions = (
  socketUrl: string,
  signIn: Pick<SignIn, 'authorization'> | undefined,
): Sessions => {
  const open = (persona: Persona | undefined): Session => {
    const credentials = signIn ? tokenOf(signIn) : personaOf(persona);
    let sent: Credentials | undefined;
    const connection = openConnection(socketUrl, async (closed) => {
      sent = await credentials(closed === 'signed-out' ? sent : undefined);
      return { ...sent };
    });
    // A connection that was stopped says nothing more, so it needs no end.
    connection.clock.subscribe(() => setClockOffset(connection.clock.get().offsetMs));
    return { persona, credentials, client: createGraphqlClient(credentials), connection };
  };
  const store = createStore(open(signIn ? undefined : loadPersona()));
  return {
    get: store.get,
    subscribe: store.subscribe,
    become(persona) {
      savePersona(persona);
      store.get().connection.stop();
      store.set(open(persona));
    },
  };
};

const personaOf = (persona: Persona | undefined): CredentialsSource => {
  const headers = personaHeaders(persona);
  return () => headers;
};

const tokenOf =
  ({ authorization }: Pick<SignIn, 'authorization'>): CredentialsSource =>
  async (refused) => ({ authorization: await authorization(refused?.authorization) });
