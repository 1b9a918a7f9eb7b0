import { expect, it } from 'vitest';
import { caught } from '../../../test/support/caught.ts';
import { leftOutNote, withoutRepeats, withoutTestTexts } from './overlap.ts';

const row = (id: string, text: string) => ({ id, text, label: 'a' });

it('leaves out seeds that are test texts but for case and white space, and counts them', () => {
  const seeds = [row('s1', 'The  Boat sank.'), row('s2', 'The boat sank!'), row('s3', 'Caf\u0065\u0301')];
  const test = [row('t1', 'the boat\nsank. '), row('t2', 'caf\u00e9')];
  expect(withoutTestTexts(seeds, test)).toEqual({ seeds: [seeds[1]], removed: 2 });
  expect([0, 1, 2].map(leftOutNote)).toEqual([
    '',
    '; 1 seed left out because the test set has the same text',
    '; 2 seeds left out because the test set has the same text',
  ]);
});

it('refuses the same texts on both sides', () => {
  const rows = [row('a', 'one'), row('b', 'two')];
  expect(caught(() => withoutTestTexts(rows, rows))).toMatchObject({ code: 'same-splits' });
  expect(withoutTestTexts([], rows)).toEqual({ seeds: [], removed: 0 });
});

it('keeps the first of repeated texts', () => {
  const rows = [row('a', 'one'), row('b', 'ONE '), row('c', 'two')];
  expect(withoutRepeats(rows)).toEqual([rows[0], rows[2]]);
});
