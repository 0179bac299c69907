const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** A span of time in its largest unit, and the next one where that is small: `45 s`, `3 min`, `1 h 20 min`, `2 d 4 h`. */
export function spanText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const at = units.findIndex(([, size]) => whole >= size);
  const [name, size] = units[at] ?? ['s', 1];
  const count = Math.floor(whole / size);
  const [nextName, nextSize] = units[at + 1] ?? ['s', 1];
  const rest = Math.floor((whole - count * size) / nextSize);
  return name === 's' || name === 'min' || rest === 0
    ? `${count} ${name}`
    : `${count} ${name} ${rest} ${nextName}`;
}

/** How long ago a time is, or how long until then. */
export function agoText(time: string, now: number): string {
  const seconds = (now - Date.parse(time)) / 1000;
  return seconds >= 0 ? `${spanText(seconds)} ago` : `in ${spanText(-seconds)}`;
}

/** How long since a time. */
export const sinceText = (time: string, now: number): string => spanText((now - Date.parse(time)) / 1000);
