export type MetricsText = { service: string; text: string };

type Family = { head: string[]; samples: string[] };

// A histogram's or summary's samples carry suffixes of the family's name.
const suffix = /_(bucket|sum|count|total|created)$/;

/**
 * Joins several Prometheus texts (format 0.0.4) into one: each family once, with the first HELP and
 * TYPE found, and a `service` label on every sample. An `up` sample says for each service whether it answered.
 */
export function joinMetrics(answered: MetricsText[], unreachable: string[] = []): string {
  const families = new Map<string, Family>();
  const familyOf = (name: string): Family => {
    const known = families.get(name) ?? { head: [], samples: [] };
    families.set(name, known);
    return known;
  };
  for (const { service, text } of answered) {
    for (const line of text.split('\n')) {
      const comment = line.match(/^# (HELP|TYPE) (\S+)/);
      if (comment) {
        const family = familyOf(comment[2] ?? '');
        const kind = `# ${comment[1]} `;
        if (!family.head.some((known) => known.startsWith(kind))) family.head.push(line);
        continue;
      }
      const name = line.match(/^[a-zA-Z_:][a-zA-Z0-9_:]*/)?.[0];
      if (name === undefined) continue;
      const base = families.has(name) ? name : name.replace(suffix, '');
      familyOf(families.has(base) ? base : name).samples.push(withService(line, name, service));
    }
  }
  const up = familyOf('up');
  up.head = ['# HELP up Whether the service answered this scrape', '# TYPE up gauge'];
  for (const { service } of answered) up.samples.push(`up{service="${service}"} 1`);
  for (const service of unreachable) up.samples.push(`up{service="${service}"} 0`);
  // A family without a sample stays, so that authors of alerts see that it exists.
  const lines = [...families.values()].flatMap(({ head, samples }) => [...head, ...samples]);
  return `${lines.join('\n')}\n`;
}

function withService(line: string, name: string, service: string): string {
  const rest = line.slice(name.length);
  if (!rest.startsWith('{')) return `${name}{service="${service}"}${rest}`;
  const separator = rest.startsWith('{}') ? '' : ',';
  return `${name}{service="${service}"${separator}${rest.slice(1)}`;
}
