import { useCallback, useEffect, useState } from 'react';

export type Message = { id: number; tone: 'bad' | 'warn'; title: string; text: string; at: number };

const maxMessages = 3;
/** Long enough to look up from the bowl. */
const staysMs = 45_000;

let lastId = 0;

/** The last few problems, the newest first; each disappears after a while, or by `dismiss`. */
export const useMessages = () => {
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const showMessage = useCallback((tone: Message['tone'], title: string, text: string) => {
    lastId += 1;
    const message = { id: lastId, tone, title, text, at: Date.now() };
    setMessages((before) => [message, ...before].slice(0, maxMessages));
  }, []);
  const dismiss = useCallback((id?: number) => {
    setMessages((before) => (id === undefined ? [] : before.filter((message) => message.id !== id)));
  }, []);

  const oldest = messages.at(-1);
  useEffect(() => {
    if (!oldest) return;
    const timer = setTimeout(() => dismiss(oldest.id), Math.max(0, oldest.at + staysMs - Date.now()));
    return () => clearTimeout(timer);
  }, [oldest, dismiss]);

  return { messages, showMessage, dismiss };
};
