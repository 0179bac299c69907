import { type ControlKey, isControlKey, type Pause } from '../contracts/control.ts';
import { readControl } from '../contracts/records.ts';

/** What of a workflow is paused, as its control topic says. */
export type Pauses = {
  of(key: ControlKey): Pause | undefined;
  readonly all: ReadonlyMap<ControlKey, Pause>;
  /**
   * Applies a record of the topic; one whose key is of another release is ignored.
   * @returns the key if something was paused, resumed or got another reason
   * @throws RecordError for a value that cannot be read: what was known before stays
   */
  apply(record: { key: string | null; value: string | Buffer | null }): ControlKey | undefined;
};

export function createPauses(): Pauses {
  const all = new Map<ControlKey, Pause>();
  return {
    all,
    of: (key) => all.get(key),
    apply({ key, value }) {
      if (!isControlKey(key)) return undefined;
      const control = value === null ? undefined : readControl(value);
      const was = all.delete(key);
      if (!control?.paused) return was ? key : undefined;
      all.set(key, control);
      return key;
    },
  };
}
