import { expect, it } from 'vitest';
import { incidentIdOf, incidentKeyOf } from './incident-id.ts';

it.each(['orderrequests/0/17', 'eimer-3-2', 'crème/1/2'])('names %s in characters that fit a path', (key) => {
  const id = incidentIdOf(key);
  expect(id).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(incidentKeyOf(id)).toBe(key);
});

it.each(['', 'a', 'not base64!', '_w', 'b3Jk='])('rejects %j, which is no id', (id) => {
  expect(incidentKeyOf(id)).toBeUndefined();
});
