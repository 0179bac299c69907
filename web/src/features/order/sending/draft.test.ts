import { expect, test } from 'vitest';
import { clearDraft, loadDraft, saveDraft } from './draft.ts';

const owner = { workflow: 'cupcakes', subject: 'ann' };
const initial = { flavour: '', size: 'M' };
const memory = (content: Record<string, string> = {}) => ({
  content,
  getItem: (key: string) => content[key] ?? null,
  setItem: (key: string, value: string) => {
    content[key] = value;
  },
  removeItem: (key: string) => {
    delete content[key];
  },
});

test('what was typed comes back, for the same person only', () => {
  const storage = memory();
  const draft = { values: { flavour: 'Lemon', size: 'XL' }, attempt: { key: 'k', body: '{}' } };
  saveDraft(owner, draft, storage);
  expect(loadDraft(owner, initial, storage)).toEqual(draft);
  expect(loadDraft({ ...owner, subject: 'bob' }, initial, storage)).toEqual({ values: initial });
  clearDraft(owner, storage);
  expect(loadDraft(owner, initial, storage)).toEqual({ values: initial });
});

test.each([
  ['no JSON', initial],
  ['null', initial],
  ['{"values":{"flavour":7,"gone":"x"},"attempt":{"key":1}}', initial],
  ['{"values":{"flavour":"Mint"}}', { flavour: 'Mint', size: 'M' }],
])('stored text %s', (text, values) => {
  const storage = memory({ 'cupcakery.draft.cupcakes.ann': text });
  expect(loadDraft(owner, initial, storage)).toEqual({ values });
});
