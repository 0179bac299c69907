import { type LagMinute, minuteOfDay } from '@cupcakery/workflow/contracts/lag-history';

/** The last day of some groups, a point a minute. Bounded: a minute replaces that of the day before. */
export type LagMinutes = {
  add(minute: LagMinute): void;
  of(group: string, topic: string): Iterable<LagMinute>;
};

/** @param wants whether a group is kept: a Kafka may have thousands */
export function createLagMinutes(wants: (group: string) => boolean): LagMinutes {
  const days = new Map<string, Map<number, LagMinute>>();
  return {
    add(minute) {
      if (!wants(minute.group)) return;
      const key = keyOf(minute.group, minute.topic);
      const day = days.get(key) ?? new Map<number, LagMinute>();
      days.set(key, day);
      const slot = minuteOfDay(minute.at);
      // Two exporters write the same minute; one that is late must not bring yesterday back.
      if ((day.get(slot)?.at ?? 0) <= minute.at) day.set(slot, minute);
    },
    of: (group, topic) => days.get(keyOf(group, topic))?.values() ?? [],
  };
}

const keyOf = (group: string, topic: string): string => `${group}\0${topic}`;
