import { type Board, type Cook, type StaffRecord, staffKeyOf, type TrackerLink } from '../contracts/staff.ts';
import { boardRole, linkRole } from './caller.ts';

/** What `cupcakery.staff` says now. */
export type StaffView = {
  /** A record by its key, as it was written last; null: its tombstone. */
  apply(key: string, record: StaffRecord | null): void;
  /** What was issued under that id and has not expired. @param now ms since 1970 */
  board(id: string, now: number): Board | undefined;
  link(id: string, now: number): TrackerLink | undefined;
  boards(workflow: string, now: number): Board[];
  links(workflow: string, orderId: string, now: number): TrackerLink[];
  cook(sub: string, now: number): Cook | undefined;
  cooks(now: number): Cook[];
  cookOfBadge(badgeHash: string, now: number): Cook | undefined;
  /** Keys of what has expired, at most `max`. */
  expired(now: number, max: number): string[];
  readonly size: number;
};

export function createStaffView(): StaffView {
  const records = new Map<string, StaffRecord>();
  const alive = <T extends StaffRecord>(record: T | undefined, now: number): T | undefined =>
    record && Date.parse(record.expiresAt) > now ? record : undefined;

  function* all<K extends StaffRecord['kind']>(
    kind: K,
    now: number,
  ): Iterable<Extract<StaffRecord, { kind: K }>> {
    for (const record of records.values()) {
      if (record.kind === kind && alive(record, now)) yield record as Extract<StaffRecord, { kind: K }>;
    }
  }

  function at<K extends StaffRecord['kind']>(
    kind: K,
    id: string,
    now: number,
  ): Extract<StaffRecord, { kind: K }> | undefined {
    const record = alive(records.get(`${kind}/${id}`), now);
    return record?.kind === kind ? (record as Extract<StaffRecord, { kind: K }>) : undefined;
  }

  return {
    apply(key, record) {
      if (record === null) records.delete(key);
      // A record under another's key would be a second way to the same right, which no tombstone of its own key ends.
      else if (staffKeyOf(record) === key) records.set(key, record);
    },
    board: (id, now) => at('board', id, now),
    link: (id, now) => at('link', id, now),
    boards: (workflow, now) => [...all('board', now)].filter((board) => board.workflow === workflow),
    links: (workflow, orderId, now) =>
      [...all('link', now)].filter((link) => link.workflow === workflow && link.orderId === orderId),
    cook: (sub, now) => at('cook', sub, now),
    cooks: (now) => [...all('cook', now)],
    cookOfBadge(badgeHash, now) {
      for (const cook of all('cook', now)) if (cook.badgeHash === badgeHash) return cook;
      return undefined;
    },
    expired(now, max) {
      const keys: string[] = [];
      for (const [key, record] of records) {
        if (keys.length === max) break;
        if (!alive(record, now)) keys.push(key);
      }
      return keys;
    },
    get size() {
      return records.size;
    },
  };
}

/** Who comes with a token that this installation has issued: never more than the roles here say. */
export type IssuedCaller = {
  subject: string;
  name: string;
  roles: string[];
  claims?: Record<string, string[]>;
  /** ms since 1970 */
  tokenExpiresAt: number;
};

/** The caller of a board or a link. */
export function callerOfIssued(record: Board | TrackerLink): IssuedCaller {
  const base = { subject: `${record.kind}:${record.id}`, tokenExpiresAt: Date.parse(record.expiresAt) };
  if (record.kind === 'link') {
    return { ...base, name: 'link', roles: [linkRole(record.workflow, record.orderId)] };
  }
  const { name, workflow, stage, claims } = record;
  return { ...base, name, roles: [boardRole(workflow, stage)], ...(claims ? { claims } : {}) };
}
