import { shopRefusals } from '@cupcakery/collections/contracts/command';
import type { CommandFailureCode, FailureOf } from '@cupcakery/kit/commands/failure-of';

export const shopFailureCodes = [
  ...shopRefusals,
  ...(['TOO_MANY_PENDING', 'BACKLOG_TOO_LONG', 'KAFKA_UNAVAILABLE', 'VIEW_BEHIND'] as const),
  /** The item does not fit the schema; nothing was sent. */
  'INVALID_FIELDS',
] as const satisfies readonly (CommandFailureCode | (typeof shopRefusals)[number] | 'INVALID_FIELDS')[];
export type ShopFailureCode = (typeof shopFailureCodes)[number];

/** A JSON pointer into the item, and a sentence. */
export type FieldFailure = { field: string; detail: string };

/** Thrown where a request cannot be carried out: a code, and where it needs one a sentence for people. */
export class ShopFailure extends Error {
  override readonly name = 'ShopFailure';
  readonly code: ShopFailureCode;
  readonly detail: string | undefined;
  readonly fields: readonly FieldFailure[] | undefined;

  constructor(
    code: ShopFailureCode,
    options: {
      detail?: string | undefined;
      fields?: readonly FieldFailure[] | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(options.detail ?? code, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
    this.fields = options.fields;
  }
}

/** The failures of sending a command, and of waiting for its reply. */
export const failureOf: FailureOf = (code, options) => new ShopFailure(code, options);
