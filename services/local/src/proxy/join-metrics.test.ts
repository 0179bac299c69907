import { expect, test } from 'vitest';
import { joinMetrics } from './join-metrics.ts';

const a = `# HELP jobs Jobs done
# TYPE jobs counter
jobs{kind="x"} 1
# HELP took_seconds Time
# TYPE took_seconds histogram
took_seconds_bucket{le="+Inf"} 2
took_seconds_sum 0.5
took_seconds_count 2
`;
const b = `# HELP jobs Other words
# TYPE jobs counter
jobs 7
`;

test('a family of two services appears once, and every sample names its service', () => {
  expect(
    joinMetrics(
      [
        { service: 'a', text: a },
        { service: 'b', text: b },
      ],
      ['c'],
    ),
  ).toBe(`# HELP jobs Jobs done
# TYPE jobs counter
jobs{service="a",kind="x"} 1
jobs{service="b"} 7
# HELP took_seconds Time
# TYPE took_seconds histogram
took_seconds_bucket{service="a",le="+Inf"} 2
took_seconds_sum{service="a"} 0.5
took_seconds_count{service="a"} 2
# HELP up Whether the service answered this scrape
# TYPE up gauge
up{service="a"} 1
up{service="b"} 1
up{service="c"} 0
`);
});

test('a sample without a family is kept', () => {
  expect(joinMetrics([{ service: 'a', text: 'lonely{} 3\n' }])).toContain('lonely{service="a"} 3\n');
});
