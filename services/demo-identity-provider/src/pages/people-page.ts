import { html } from 'hono/html';
import { groups, type Person } from '../people/person.ts';
import { type Html, page } from './layout.ts';

const headings = { customers: 'Customers', kitchen: 'Kitchen', others: 'Shop and operations' } as const;

/**
 * The sign-in page: everyone is a button that posts `person` to this address.
 * @param hint the person who probably signs in
 */
export function peoplePage(options: { people: readonly Person[]; clientName: string; hint?: string }): Html {
  const { people, clientName, hint } = options;
  const sections = groups.map((group) => {
    const own = people.filter((person) => person.group === group);
    return own.length === 0
      ? ''
      : html`<h2 id="${group}">${headings[group]}</h2>
<ul aria-labelledby="${group}">${own.map((person) => html`<li>${button(person, person.id === hint)}</li>`)}</ul>`;
  });
  return page(
    'Sign in',
    html`<h1>Who are you?</h1>
<p class="soft">${clientName} · a demo: choose a person, there are no passwords.</p>
<form method="post">${sections}
<h2>Not now</h2><button name="cancel" value="yes">Back without signing in</button></form>`,
  );
}

const button = ({ id, name, title, says }: Person, hinted: boolean): Html =>
  html`<button class="person" name="person" value="${id}"${hinted ? html` autofocus` : ''}><b>${name}, ${title}</b><small>${says}</small></button>`;
