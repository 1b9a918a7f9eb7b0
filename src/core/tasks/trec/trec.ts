/** Questions by what kind of thing would answer them, six classes (TREC, Li and Roth 2002). */
import { fixedLabels } from '../classification/from-profile.ts';
import { COARSE_WORDS, QUESTION, SORTING } from './shared.ts';

/** The task. An answer with the fine class behind it ("NUM:date") says the coarse one; "HUM:desc" names two. */
export const createTrec = fixedLabels({
  id: 'trec',
  labels: ['ABBR', 'ENTY', 'DESC', 'HUM', 'LOC', 'NUM'],
  sorting: SORTING,
  question: QUESTION,
  descriptions: {
    ABBR: 'a short form, or what a short form stands for',
    ENTY: 'a thing: an animal, a colour, a food, a product, a word, a work, and the like',
    DESC: 'an explanation: what something is or means, how it is done, why it is so',
    HUM: 'a person, people, a group or an organisation, or who somebody is',
    LOC: 'a place: a city, a country, a mountain, and the like',
    NUM: 'a number or a date: how many, how much, how long, when',
  },
  aliases: COARSE_WORDS,
  worked: {
    text: 'What does a cooper make ?',
    label: 'ENTY',
    wrong: 'DESC',
    reply: 'What does a beekeeper blow into a hive ?',
  },
});
