import { expect, test } from 'vitest';
import { actionOfKey, defaultKeys, keyOfSlot, keyProblem, parseKeys, slotOfKey } from './key-map.ts';
import { defaultSettings, parseSettings } from './settings.ts';

test('digits select slots in the order of the keyboard', () => {
  expect(['1', '9', '0', 'a'].map(slotOfKey)).toEqual([0, 8, 9, undefined]);
  expect([0, 8, 9].map(keyOfSlot)).toEqual(['1', '9', '0']);
});

test('a key can be assigned to another action, but not twice, and not a reserved one', () => {
  const keys = parseKeys({ done: 'x' });
  expect(actionOfKey(keys, 'x')).toBe('done');
  expect(actionOfKey(keys, 'Enter')).toBeUndefined();
  expect(keyProblem(keys, 'rush', 'x')).toMatch('taken: Finish');
  expect(keyProblem(keys, 'rush', '4')).toMatch('meaning of its own');
  expect(keyProblem(keys, 'rush', 'x'.toUpperCase())).toBeUndefined();
  expect(keyProblem(keys, 'done', 'x')).toBeUndefined();
});

test.each([[null], [7], [{ done: '4' }], [{ done: 'r' }], [{ nothing: 'x' }], [{ done: 3 }]])(
  'odd keys are as they come: %j',
  (kept) => {
    expect(parseKeys(kept)).toEqual(defaultKeys);
  },
);

test('stored settings are read back, and invalid ones have their defaults', () => {
  const mine = { ...defaultSettings, volume: 0.2, sound: false };
  expect(parseSettings(JSON.stringify(mine))).toEqual(mine);
  expect(parseSettings('{"volume":7,"sound":"loud"}')).toEqual(defaultSettings);
  expect(parseSettings('no json')).toEqual(defaultSettings);
});
