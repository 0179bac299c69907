import { Problem } from './http/problem.ts';
import type { AuditedCaller } from './http/request-sender.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics/metrics.ts';

/** Why something was denied, by what a person would do about it: these are the values of a metric's label. */
export const denialReasons = [
  /** No token, or none that is valid. */
  'unauthenticated',
  /** The caller lacks the role. */
  'role',
  /** The order, or its claim, is another person's. */
  'not_yours',
  /** A page of another site. */
  'origin',
] as const;
export type DenialReason = (typeof denialReasons)[number];

/** An action and what it is done to, such as `order cupcakes/c0ffee-1`. */
export type AuditedAction = { action: string; object: string };

/** An action that was refused, and why. */
export type DeniedAction = AuditedAction & {
  reason: DenialReason;
  /** Roles of which one would do. */
  needs?: readonly string[];
  detail?: string;
};

/** Writes the audit: one line for each accepted action and for each that was denied, which also counts. */
export type Audit = {
  accepted(caller: AuditedCaller, done: AuditedAction): void;
  denied(caller: AuditedCaller, tried: DeniedAction): void;
};

/** Texts of clients are cut: a line stays a line. */
const maxText = 200;

/** Accepted actions are logged at info, denied ones at warn and in `cupcakery_denied_total`; never a token or a body. */
export function createAudit({ log, metrics }: { log: Logger; metrics: Metrics }): Audit {
  const denied = metrics.counter('cupcakery_denied_total');
  // From 0 on: the first one would not show as an increase otherwise.
  for (const reason of denialReasons) denied.inc({ reason }, 0);
  const lineOf = (
    { principal, address, requestId, traceId }: AuditedCaller,
    { action, object }: AuditedAction,
  ) => ({
    subject: principal?.subject.slice(0, maxText),
    name: principal?.name.slice(0, maxText),
    action,
    object: object.slice(0, maxText),
    address: address.slice(0, maxText),
    requestId,
    traceId,
  });
  return {
    accepted: (caller, done) => log.info({ audit: 'accepted', ...lineOf(caller, done) }, 'audit'),
    denied(caller, { reason, needs, detail, ...tried }) {
      denied.inc({ reason });
      log.warn(
        { audit: 'denied', ...lineOf(caller, tried), reason, needs, detail: detail?.slice(0, maxText) },
        'audit',
      );
    },
  };
}

/**
 * Runs an authentication; a caller that is refused is in the audit.
 * @param object what the caller wanted, such as a path
 */
export async function auditSignIn<T>(
  audit: Audit,
  { caller, object }: { caller: AuditedCaller; object: string },
  authenticate: () => Promise<T>,
): Promise<T> {
  try {
    return await authenticate();
  } catch (error) {
    if (error instanceof Problem && (error.status === 401 || error.status === 403)) {
      const reason = error.status === 401 ? 'unauthenticated' : 'origin';
      audit.denied(caller, { action: 'sign-in', object, reason, detail: error.message });
    }
    throw error;
  }
}

/** A page of another site was refused, before anything of its request was looked at. */
export function auditForeignPage(audit: Audit, caller: AuditedCaller, object: string, origin: string): void {
  audit.denied(caller, { action: 'use from a page', object, reason: 'origin', detail: origin });
}
