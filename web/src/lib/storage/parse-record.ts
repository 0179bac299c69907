/** The members of stored text that is a JSON object; none for any other text. What they are is for the caller to check. */
export const parseRecord = (text: string | null): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};
