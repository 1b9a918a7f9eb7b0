import { describe, expect, it } from 'vitest';
import { looksLikeSentence, wholeSentences } from './sentences.ts';

describe('looksLikeSentence', () => {
  it.each([
    'the boat is the only character with anywhere to go . ',
    'why would anyone remake a film this good so badly ? ',
    "`` i laughed until the usher came over , '' she said . ''",
    'the cast ( all nine of them ) is magnificent . )',
  ])('takes %s', (text) => expect(looksLikeSentence(text)).toBe(true));

  it.each([
    ['a noun phrase', 'a long and winding tale of two brothers and a boat '],
    ['a predicate', 'is the only character with anywhere to go . '],
    ['a continuation', ', and nobody in the whole theatre laughed even once . '],
    ['a short row', 'so very bad . '],
    ['a full stop within a word', 'the last film of the late mr. brown in colour etc.'],
    ['nothing', ' '],
  ])('leaves out %s', (_, text) => expect(looksLikeSentence(text)).toBe(false));
});

it('wholeSentences leaves out the end of a longer sentence that is kept, and only then', () => {
  const rows = [
    'in the end the little boat finds its way home .',
    'the little boat finds its way home .',
    'the other boat sinks with all hands on board .',
  ].map((text) => ({ text }));
  expect(wholeSentences(rows)).toEqual([rows[0], rows[2]]);
  expect(wholeSentences(rows.slice(1))).toEqual(rows.slice(1));
});
