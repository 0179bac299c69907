/** Everything is in the page itself, so it needs no other server; Monaco creates workers from blobs. */
export const graphiqlPolicy =
  "default-src 'self'; script-src 'unsafe-inline' 'unsafe-eval' blob:; worker-src blob:; " +
  "style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self' ws: wss:; frame-ancestors 'none'";

let page: string | undefined;

/** The page of GraphiQL. Loaded at the first request: it has 9 MB that most processes never need. */
export async function graphiqlPage(): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  page ??= renderGraphiQL({ title: 'Cupcakery', subscriptionsProtocol: 'WS' });
  return page;
}
