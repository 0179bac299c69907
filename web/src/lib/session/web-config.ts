import { earlyState } from '../early/early-state.ts';
import type { SignInConfig, WebConfig } from '../early/web-config-shape.ts';
import { parseRecord } from '../storage/parse-record.ts';

/** An origin that serves no such file leaves the sign-in to something in front of it. */
const withoutSignIn: WebConfig = { localAccess: true };
const storageKey = 'cupcakery.config';
const path = '/config.json';
const patienceMs = 5_000;

/** The configuration of a text; undefined for any other text. */
export const parseConfig = (text: string | null): WebConfig | undefined => {
  const { signIn, localAccess } = parseRecord(text);
  if (typeof localAccess !== 'boolean') return undefined;
  return isSignIn(signIn) ? { signIn, localAccess } : { localAccess };
};

const isSignIn = (value: unknown): value is SignInConfig =>
  typeof value === 'object' &&
  value !== null &&
  ['authority', 'clientId', 'scope'].every((name) => typeof Reflect.get(value, name) === 'string');

/** Whether nobody may use the app without signing in to it. */
export const needsSignIn = ({ signIn, localAccess }: WebConfig): boolean =>
  signIn !== undefined && !localAccess;

/** As this device last read it. A page opens by it when the server is away, and without waiting for it otherwise. */
export const keptConfig = (): WebConfig | undefined => parseConfig(localStorage.getItem(storageKey));

/** Reads it from the server, once; undefined without an answer. */
export const fetchConfig = (): Promise<WebConfig | undefined> => {
  const state = earlyState();
  state.config ??= fetch(path, { signal: AbortSignal.timeout(patienceMs) })
    .then(async (answer) => {
      if (answer.status === 404) return withoutSignIn;
      return answer.ok ? parseConfig(await answer.text()) : undefined;
    })
    .catch(() => undefined);
  return state.config;
};

/** What to begin with. When the server says something else later, the page is loaded again. */
export const currentConfig = async (): Promise<WebConfig> => {
  const kept = keptConfig();
  const used = kept ?? (await fetchConfig()) ?? withoutSignIn;
  void fetchConfig().then((said) => {
    if (said === undefined) return;
    const text = JSON.stringify(said);
    localStorage.setItem(storageKey, text);
    if (text !== JSON.stringify(used)) location.reload();
  });
  return used;
};
