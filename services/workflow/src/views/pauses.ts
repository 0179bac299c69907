import { type ControlKey, isControlKey, type Pause } from '../contracts/control.ts';
import { readControl } from '../contracts/records.ts';

/** What of a workflow is paused. */
export type Pauses = { of(key: ControlKey): Pause | undefined };

type ControlRecord = { key: string | null; value: string | Buffer | null };

/**
 * Follows what is paused: `receive` takes the records of the control topic, each partition's in order.
 * @param options.onUnreadable called with a record that cannot be read: what was known before holds
 * @param options.onChange called when something was paused, resumed, or got another reason
 */
export function createPauses<R extends ControlRecord>(options: {
  onUnreadable(record: R, error: unknown): void;
  onChange?(key: ControlKey, pause: Pause | undefined): void;
}): Pauses & { receive(records: readonly R[]): void } {
  const paused = new Map<ControlKey, Pause>();

  function apply({ key, value }: ControlRecord): void {
    // Of a newer release.
    if (!isControlKey(key)) return;
    const control = value === null ? undefined : readControl(value);
    const was = paused.delete(key);
    if (control?.paused) paused.set(key, control);
    if (was || control?.paused) options.onChange?.(key, paused.get(key));
  }

  return {
    of: (key) => paused.get(key),
    receive(records) {
      for (const record of records) {
        try {
          apply(record);
        } catch (error) {
          options.onUnreadable(record, error);
        }
      }
    },
  };
}
