import { type Connection, openConnection } from '@cupcakery/client/connection';
import { createStore, type Store } from '@cupcakery/client/store';
import type { Client } from 'urql';
import { createGraphqlClient } from '../graphql/client.ts';
import { setClockOffset } from '../time/clock.ts';
import { loadPersona, type Persona, personaHeaders, savePersona } from './persona.ts';

/** Everything that depends on the caller: one persona, its client for queries and its live connection. */
export type Session = { persona: Persona | undefined; client: Client; connection: Connection };

export type Sessions = Pick<Store<Session>, 'get' | 'subscribe'> & {
  /** Stops the current connection and starts as another person; undefined: as the server's default. */
  become(persona: Persona | undefined): void;
};

/**
 * Starts with the persona that this tab had last.
 * @param socketUrl absolute, ws: or wss:
 */
export const openSessions = (socketUrl: string): Sessions => {
  const open = (persona: Persona | undefined): Session => {
    const connection = openConnection(socketUrl, () => personaHeaders(persona));
    // A connection that was stopped says nothing more, so it needs no end.
    connection.clock.subscribe(() => setClockOffset(connection.clock.get().offsetMs));
    return { persona, client: createGraphqlClient(personaHeaders(persona)), connection };
  };
  const store = createStore(open(loadPersona()));
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
