import { isHashOf } from '@cupcakery/kit/auth/secrets';
import type { KafkaClient } from '@cupcakery/kit/kafka/admin/kafka-client';
import { followTable } from '@cupcakery/kit/kafka/consume/follow-table';
import type { Logger } from '@cupcakery/kit/log';
import type { Lifecycle } from '@cupcakery/kit/process/lifecycle';
import { issuedCallerWith } from '@cupcakery/workflow/access/issued-token';
import { createStaffView, type IssuedCaller } from '@cupcakery/workflow/access/staff-view';
import { readStaffRecord } from '@cupcakery/workflow/contracts/staff';

/** The tokens that this installation has issued: of wall screens and links. */
export type IssuedTokens = {
  /** The caller of a token, while it counts. */
  callerWith(token: string): (IssuedCaller & { token: string }) | undefined;
  /** Calls back with the subject of each token that is revoked from now on. */
  onRevoked(listener: (subject: string) => void): void;
};

/** Follows `cupcakery.staff`; resolves once it is known. */
export async function followStaff(
  { kafka, topic, log, now }: { kafka: KafkaClient; topic: string; log: Logger; now: () => number },
  lifecycle: Lifecycle,
): Promise<IssuedTokens> {
  const view = createStaffView();
  const listeners: ((subject: string) => void)[] = [];
  const reader = await followTable(
    {
      kafka,
      topic,
      apply(key, value) {
        view.apply(key, value && readStaffRecord(value));
        // `board/<id>` is the subject `board:<id>`.
        if (value === null) for (const listener of listeners) listener(key.replace('/', ':'));
      },
      onUnreadable: (err, record) => log.error({ err, ...record }, 'a record of the staff cannot be read'),
    },
    lifecycle.signal,
  );
  lifecycle.onStop('reader of the staff', () => reader.stop());
  return {
    callerWith: (token) => issuedCallerWith(view, token, isHashOf, now()),
    onRevoked: (listener) => void listeners.push(listener),
  };
}
