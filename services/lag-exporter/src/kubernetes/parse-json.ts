/** Parses JSON; undefined for other text, such as a proxy's error page. The result still has to be validated. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
