// As the language, for the whole page: it shows one workflow at a time.
let translations: ReadonlyMap<string, string> = new Map();

/** Sets the translations of the page's workflow, as its file has them; what is no text is left out. */
export const setWorkflowWords = (found: unknown): void => {
  const entries = typeof found === 'object' && found !== null ? Object.entries(found) : [];
  translations = new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
};

/** A word of the workflow file (a stage, a role, a field, an option) in the language of the page, or itself. */
export const word = (text: string): string => translations.get(text) ?? text;
