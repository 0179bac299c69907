import { expect, test } from 'vitest';
import { nameProblem, parsePersona, personaHeaders } from './persona.ts';

test('a persona is read back as it was written', () => {
  const ann = { name: 'ann', roles: ['baker', 'mixer'] };
  expect(parsePersona(JSON.stringify(ann))).toEqual(ann);
  expect(personaHeaders(ann)).toEqual({ 'x-cupcakery-user': 'ann', 'x-cupcakery-roles': 'baker,mixer' });
  expect(personaHeaders(undefined)).toEqual({});
});

test.each([null, '', 'no json', '7', '{"name":"a b","roles":["baker"]}', '{"name":"ann","roles":[]}'])(
  'what the server would refuse is no persona: %s',
  (text) => {
    expect(parsePersona(text)).toBeUndefined();
  },
);

test('names the problem of a name', () => {
  expect(nameProblem('ann.b-2')).toBeUndefined();
  expect(nameProblem('ann b')).toContain('no spaces');
  expect(nameProblem('')).toContain('no spaces');
});
