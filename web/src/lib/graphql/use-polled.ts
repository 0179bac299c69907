import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useClient } from '@urql/preact';
import { useCallback, useEffect, useRef, useState } from 'react';
import { t } from '../texts/texts.ts';
import { currentTime } from '../time/clock.ts';

/** A polled answer, and how fresh it is. A failure keeps the last answer. */
export type Polled<Data> = {
  data?: Data;
  /** When the answer came, ms by the server's clock. */
  answeredAt?: number;
  /** Why the last question has no answer. */
  problem?: string;
  /** Queries at once. */
  ask(): void;
};

/**
 * Queries at once, every `everyMs` while the page is visible (undefined: not by time; `never`: not at all), and whenever `trigger` changes
 * (then at most once a second). For numbers that the server aggregates; changes of orders arrive by subscription.
 */
export const usePolled = <Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  everyMs: number | undefined | 'never',
  trigger?: unknown,
): Polled<Data> => {
  const client = useClient();
  const [polled, setPolled] = useState<Omit<Polled<Data>, 'ask'> & { key: string }>();
  const askedAt = useRef(0);
  const key = JSON.stringify(variables);
  const newest = useRef(0);

  const ask = useCallback(async () => {
    askedAt.current = Date.now();
    newest.current += 1;
    const mine = newest.current;
    const { data, error } = await client.query(document, JSON.parse(key)).toPromise();
    // An answer to an earlier question must not replace that to a later one.
    if (mine !== newest.current) return;
    setPolled((before) => {
      if (data && !error) return { key, data, answeredAt: currentTime() };
      const kept = before?.key === key ? before : { key };
      return { ...kept, problem: error?.networkError ? t('connection.noAnswer') : wordsOf(error) };
    });
  }, [client, document, key]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `trigger` says when to query again
  useEffect(() => {
    if (everyMs === 'never') return;
    const soon = setTimeout(ask, Math.max(0, askedAt.current + 1_000 - Date.now()));
    const stop = () => clearTimeout(soon);
    if (everyMs === undefined) return stop;
    const askIfSeen = () => {
      if (!globalThis.document.hidden) void ask();
    };
    const regularly = setInterval(askIfSeen, everyMs);
    globalThis.document.addEventListener('visibilitychange', askIfSeen);
    return () => {
      stop();
      clearInterval(regularly);
      globalThis.document.removeEventListener('visibilitychange', askIfSeen);
    };
  }, [ask, everyMs, trigger]);

  const { key: of, ...rest } = polled ?? { key };
  return { ...(of === key ? rest : {}), ask };
};

const wordsOf = (error: { graphQLErrors: readonly { message: string }[] } | undefined): string =>
  error?.graphQLErrors[0]?.message ?? t('connection.noAnswer');
