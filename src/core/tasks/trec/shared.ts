/** What the two tasks on TREC's questions have in common. */

export const SORTING = 'questions by what kind of thing would answer them';
export const QUESTION = 'Question: {text}\nClass:';

/** The coarse classes in whole words. */
export const COARSE_WORDS = {
  ABBR: ['abbreviation', 'abbreviations'],
  ENTY: ['entity', 'entities'],
  DESC: ['description', 'descriptions'],
  HUM: ['human', 'humans', 'human being', 'person', 'people'],
  LOC: ['location', 'locations', 'place'],
  NUM: ['number', 'numbers', 'numeric', 'numerical', 'numeric value', 'numerical value'],
} as const;
