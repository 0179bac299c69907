import { waitFor } from '@cupcakery/e2e/tools/wait';

/**
 * Polls `probe` until its answer is accepted, for a bounded time; a probe that rejects is repeated.
 * @throws with the last answer
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T> | T,
  accept: (answer: T) => boolean,
  { seconds = 300, everyMs = 250 }: { seconds?: number; everyMs?: number } = {},
): Promise<T> {
  let last: unknown;
  const attempt = async (): Promise<{ answer: T } | false> => {
    try {
      const answer = await probe();
      last = JSON.stringify(answer);
      return accept(answer) && { answer };
    } catch (error) {
      last = error;
      return false;
    }
  };
  try {
    return (await waitFor(what, attempt, { withinMs: seconds * 1000, everyMs })).answer;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}. The last answer: ${last}`);
  }
}
