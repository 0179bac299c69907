/** A page, or the redirect that leaves for an address outside of the provider. */
export type Visit = { url: URL; status: number; body: string; headers: Headers };

/**
 * What a browser does here, without one: it keeps cookies by path, follows redirects below `issuer` and sends forms. An
 * address outside of `issuer` is not requested, but returned with status 0.
 */
export function createBrowser(issuer: string) {
  const cookies = new Map<string, { value: string; path: string }>();

  function keepCookies(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/; */);
      const [name = '', value = ''] = pair.split('=');
      const path = attributes.find((one) => one.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
      const gone = value === '' || attributes.some((one) => /^expires=Thu, 01 Jan 1970/i.test(one));
      if (gone) cookies.delete(`${path} ${name}`);
      else cookies.set(`${path} ${name}`, { value, path });
    }
  }

  function cookieHeader(url: URL): string {
    const fitting = [...cookies].filter(([, { path }]) =>
      `${url.pathname}/`.startsWith(path.replace(/\/?$/, '/')),
    );
    return fitting.map(([key, { value }]) => `${key.split(' ')[1]}=${value}`).join('; ');
  }

  async function open(address: string | URL, form?: Record<string, string>): Promise<Visit> {
    let url = new URL(address, issuer);
    let init: RequestInit = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
    for (let hops = 0; hops < 15; hops += 1) {
      if (!url.href.startsWith(`${issuer}/`)) return { url, status: 0, body: '', headers: new Headers() };
      const headers = { cookie: cookieHeader(url), accept: 'text/html', origin: url.origin };
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      keepCookies(response.headers);
      const location = response.headers.get('location');
      const body = await response.text();
      if (location === null) {
        const relay = relayIn(body);
        if (relay === undefined) return { url, status: response.status, body, headers: response.headers };
        url = new URL(relay.action, url);
        init = { method: 'POST', body: new URLSearchParams(relay.fields) };
        continue;
      }
      url = new URL(location, url);
      init = {};
    }
    throw new Error('too many redirects');
  }

  return {
    open,
    cookieNames: () => [...cookies.keys()],
    /** Sends the form of a page, as by a click on the button with this name and value. */
    submit: (page: Visit, fields: Record<string, string>) => {
      const action = /<form[^>]* action="([^"]+)"/.exec(page.body)?.[1] ?? page.url;
      return open(new URL(action, page.url), { ...hiddenFields(page.body), ...fields });
    },
  };
}

/** The library's page whose form sends itself. */
function relayIn(body: string): { action: string; fields: Record<string, string> } | undefined {
  if (!body.includes('document.forms[0].submit()')) return undefined;
  const action = /<form method="post" action="([^"]+)"/.exec(body)?.[1] ?? '';
  return { action, fields: hiddenFields(body) };
}

const hiddenFields = (body: string): Record<string, string> =>
  Object.fromEntries(
    [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  );
