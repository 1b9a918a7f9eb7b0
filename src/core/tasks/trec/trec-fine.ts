/** Questions by what kind of thing would answer them, 50 classes (TREC, Li and Roth 2002). */
import { fixedLabels } from '../classification/from-profile.ts';
import type { FineClass } from './fine-classes.ts';
import { FINE_CLASSES } from './fine-classes.ts';
import { COARSE_WORDS, QUESTION, SORTING } from './shared.ts';

const COARSE: ReadonlySet<string> = new Set(Object.values(COARSE_WORDS).flat());

/**
 * Other ways to write a class: its fine part alone, in short or in whole words, and either with the coarse part in short or
 * in whole words. What is written so for two classes ("other") is none: the reader sees to that. Nor is a word for
 * a coarse class.
 */
function aliasesOf({ label, names }: FineClass): string[] {
  const [coarse = '', fine = ''] = label.split(':');
  const coarseWords: readonly string[] =
    Object.entries(COARSE_WORDS).find(([short]) => short === coarse)?.[1] ?? [];
  const all = [fine, ...names];
  return [
    ...all.filter((name) => !COARSE.has(name)),
    ...[coarse, ...coarseWords].flatMap((word) => all.map((name) => `${word} ${name}`)),
  ];
}

/** The task. The coarse class alone is no answer, nor is a fine one that two coarse classes share. */
export const createTrecFine = fixedLabels({
  id: 'trec-fine',
  labels: FINE_CLASSES.map(({ label }) => label),
  sorting: SORTING,
  question: QUESTION,
  descriptions: Object.fromEntries(FINE_CLASSES.map(({ label, about }) => [label, about])),
  aliases: Object.fromEntries(FINE_CLASSES.map((fine) => [fine.label, aliasesOf(fine)])),
  worked: {
    text: 'How far does a swallow fly without a rest ?',
    label: 'NUM:dist',
    wrong: 'NUM:other',
    reply: 'How deep does a mole dig in a dry summer ?',
  },
});
