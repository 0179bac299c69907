/** What a text says as JSON; undefined for one that is none, such as a proxy's page. For what is checked afterwards. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
