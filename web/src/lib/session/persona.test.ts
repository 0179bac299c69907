import { expect, test } from 'vitest';
import { isName, parsePersona, personaHeaders } from './persona.ts';

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

test('names may be of any script, without spaces', () => {
  expect(['ann.b-2', 'Jörg', '小林'].every(isName)).toBe(true);
  expect(['ann b', '', 'a\nb'].some(isName)).toBe(false);
  expect(personaHeaders({ name: 'Jörg', roles: ['baker'] })['x-cupcakery-user']).toBe('J%C3%B6rg');
});
