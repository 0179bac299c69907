import { type Incident, readIncident } from '@cupcakery/workflow/contracts/records';

/** A record that cannot be read, or a foreign one that was refused; the key is that of `W.incidents`. */
export type RecordIncident = { key: string; incident: Incident };

/** The part of a record of `W.incidents` that is read here. */
type IncidentRecord = { key: string | null; value: Buffer | null };

/** The record incidents of a workflow that were not discarded. Those of orders are in the view of orders. */
export type RecordIncidents = {
  /** Applies records of `W.incidents`, in order per partition. */
  receive(records: readonly IncidentRecord[]): void;
  values(): Iterable<RecordIncident>;
  readonly size: number;
};

/**
 * @param options.max above this number new ones are left out: a source that sends garbage for days must not fill memory
 * @param options.onUnreadable called with the key of an incident that cannot be read itself
 * @param options.onLeftOut called with the key of one that was left out
 */
export function createRecordIncidents(options: {
  max: number;
  onUnreadable(key: string, error: unknown): void;
  onLeftOut(key: string): void;
}): RecordIncidents {
  const known = new Map<string, RecordIncident>();

  function add(key: string, value: Buffer): void {
    try {
      const incident = readIncident(value);
      if (incident.orderId !== undefined) return;
      if (known.size >= options.max && !known.has(key)) options.onLeftOut(key);
      else known.set(key, { key, incident });
    } catch (error) {
      options.onUnreadable(key, error);
    }
  }

  return {
    receive(records) {
      for (const { key, value } of records) {
        if (key === null) continue;
        if (value === null) known.delete(key);
        else add(key, value);
      }
    },
    values: () => known.values(),
    get size() {
      return known.size;
    },
  };
}
