import type { Logger } from '@cupcakery/kit/log';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type Provider from 'oidc-provider';
import { errors, type InteractionResults } from 'oidc-provider';
import { page } from '../pages/layout.ts';
import { peoplePage } from '../pages/people-page.ts';
import { problem } from '../pages/provider-pages.ts';
import type { Person } from '../people/person.ts';

type Env = { Bindings: HttpBindings };

/** Where the provider sends a browser when a person has to decide something: `/:uid` below this app. */
export function interactionRoutes(options: {
  provider: Provider;
  people: readonly Person[];
  log: Logger;
}): Hono<Env> {
  const { provider, people, log } = options;
  const detailsOf = (c: Context<Env>) => provider.interactionDetails(c.env.incoming, c.env.outgoing);
  const finish = async (c: Context<Env>, result: InteractionResults) =>
    c.redirect(await provider.interactionResult(c.env.incoming, c.env.outgoing, result), 303);

  const app = new Hono<Env>().onError(async (error, c) => {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    const home = `${new URL(provider.issuer).origin}/`;
    return c.html(
      page('Sign-in did not work', problem('This sign-in has expired, or was finished already.', home)),
      400,
    );
  });

  app.get('/:uid', async (c) => {
    const { prompt, params } = await detailsOf(c);
    // A client that asks for consent gets it: all clients are the demo's own.
    if (prompt.name !== 'login') return await finish(c, { [prompt.name]: {} });
    const client = await provider.Client.find(String(params.client_id));
    const hint = typeof params.login_hint === 'string' ? { hint: params.login_hint } : {};
    return c.html(peoplePage({ people, clientName: client?.clientName ?? 'Cupcakery', ...hint }));
  });

  app.post('/:uid', bodyLimit({ maxSize: 4096 }), async (c) => {
    const { params } = await detailsOf(c);
    const form = await c.req.parseBody();
    if (form.cancel !== undefined) {
      const reason = 'nobody was chosen';
      return await finish(c, { error: 'access_denied', error_description: reason });
    }
    const person = people.find(({ id }) => id === form.person);
    if (person === undefined)
      return c.html(page('Sign-in did not work', problem('There is no such person here.', c.req.path)), 400);
    log.info({ person: person.id, client: params.client_id }, 'signed in');
    return await finish(c, { login: { accountId: person.id } });
  });
  return app;
}
