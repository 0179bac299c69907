import { describe, expect, it } from 'vitest';
import { incidentIdOf, incidentKeyOf, recordIncident, shortKey } from './record-incident.ts';
import { readIncident } from './records.ts';

describe('the key of a record in an incident', () => {
  it.each<[string, string, string]>([
    ['is the key', 'kim@x.org-638', 'kim@x.org-638'],
    ['may be empty', '', ''],
    ['may have any printable character', 'Zoë 🧁', 'Zoë 🧁'],
    ['is cut after 200 bytes', 'x'.repeat(700_000), `${'x'.repeat(200)}…`],
    ['is not cut at 200 bytes', 'x'.repeat(200), 'x'.repeat(200)],
    ['is cut between characters', `${'x'.repeat(199)}ë`, `${'x'.repeat(199)}…`],
    ['is base64 when it cannot be printed', '\u0000\u0001', 'base64:AAE='],
    ['is base64 when it was no UTF-8', '\uFFFD', 'base64:77+9'],
    ['is base64 when it has half a character', '\uD800', 'base64:77+9'],
  ])('%s', (_name, key, shown) => {
    expect(shortKey(key)).toBe(shown);
  });

  it('of 700 KB of bytes is short', () => {
    const key = Buffer.alloc(700_000, 0xfe).toString('utf8');
    expect(shortKey(key)).toMatch(/^base64:[A-Za-z0-9+/=]+…$/);
    expect(Buffer.byteLength(shortKey(key))).toBeLessThan(300);
  });
});

const found = {
  workflow: 'cakes',
  by: 'pod-1',
  at: '2026-01-01T00:00:00.000Z',
  record: { topic: 'tomix', partition: 1, offset: 7, key: 'k' },
};

it('the incident of a record is bounded, whatever the record holds', () => {
  const record = { ...found.record, key: '\u0000'.repeat(700_000) };
  const error = new Error('x'.repeat(700_000));
  expect(JSON.stringify(recordIncident({ ...found, record, error })).length).toBeLessThan(3000);
});

it('the incident of a range of records names its end and their number', () => {
  const range = { lastOffset: 907, count: 900 };
  const incident = recordIncident({ ...found, error: new Error('not JSON'), range });
  expect(incident.reason).toBe('900 records up to offset 907, the first: not JSON');
  expect(readIncident(JSON.stringify(incident))).toEqual(incident);
  expect(incident.record).toEqual({
    topic: 'tomix',
    partition: 1,
    offset: '7',
    lastOffset: '907',
    count: 900,
    key: 'k',
  });
});

describe('the public id of a record incident', () => {
  it.each(['orderrequests/0/17', 'eimer-3-2', 'crème/1/2'])(
    'names %s in characters that fit a path',
    (key) => {
      const id = incidentIdOf(key);
      expect(id).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(incidentKeyOf(id)).toBe(key);
    },
  );

  it.each(['', 'a', 'not base64!', '_w', 'b3Jk='])('rejects %j, which is no id', (id) => {
    expect(incidentKeyOf(id)).toBeUndefined();
  });
});
