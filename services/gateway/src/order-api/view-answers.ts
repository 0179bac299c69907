import { z } from 'zod';

/** How far the view of one replica was behind the log of orders when it answered; null is unknown. */
export type ViewLag = {
  replica: string | null;
  offsetsBehind: number | null;
  secondsBehind: number | null;
  /** ms since 1970. */
  measuredAt: number | null;
};

/** The answer of order-api's `GET /views`. */
export const viewsShape = z.object({
  replica: z.string(),
  views: z.array(
    z.object({
      workflow: z.string(),
      lag: z.object({ measuredAt: z.number(), offsets: z.number(), seconds: z.number() }).nullable(),
    }),
  ),
});
export type ViewsAnswer = z.infer<typeof viewsShape>;

/** What each replica answered last, and when (ms). */
export type ViewAnswers = ReadonlyMap<string, { answer: ViewsAnswer; at: number }>;

/** A replica that has not answered for so long is unknown now; it may be frozen. */
const unknownAfterMs = 15_000;
/** And after that it has gone: replicas come and go. */
const goneAfterMs = 60_000;

/** The answers with a new one; replicas that have not answered for long are dropped, but never the last one. */
export function withAnswer(answers: ViewAnswers, answer: ViewsAnswer, at: number): ViewAnswers {
  const others = [...answers].filter(
    ([replica, before]) => replica !== answer.replica && at - before.at < goneAfterMs,
  );
  return new Map([...others, [answer.replica, { answer, at }] as const].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A workflow's views as of now, one of each replica; a single unknown one where none has ever answered. */
export function viewLagsOf(answers: ViewAnswers, workflow: string, now: number): ViewLag[] {
  if (answers.size === 0) return [unknownView(null)];
  return [...answers].map(([replica, { answer, at }]) => {
    const lag = answer.views.find((view) => view.workflow === workflow)?.lag;
    if (!lag || now - at > unknownAfterMs) return unknownView(replica);
    const { measuredAt, offsets, seconds } = lag;
    return { replica, offsetsBehind: offsets, secondsBehind: seconds, measuredAt };
  });
}

const unknownView = (replica: string | null): ViewLag => ({
  replica,
  offsetsBehind: null,
  secondsBehind: null,
  measuredAt: null,
});
