/** What the run view says of language models: as students, as teachers, and of what they take. */
import type { DemonstrationRule } from '../../core/config/schema.ts';
import type { StudentAnswer } from '../../core/students/port.ts';

const number = new Intl.NumberFormat('en');
const n = (value: number): string => number.format(value);
const money = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

const examplesOf = (shown: number): string =>
  shown === 0 ? 'no examples' : shown === 1 ? 'one example' : `${n(shown)} examples`;

export const modelCopy = {
  /** A model's id as people read it, without the marks of its packaging. */
  modelName: (id: string): string => id.replace(/^custom:/u, '').replace(/-MLC(-\w+)?$/u, ''),
  inContext: (model: string, shown: number): string =>
    `a language model (${model} in this tab, weights unchanged) reading ${examplesOf(shown)} in its prompt`,
  atApi: (model: string, host: string, shown: number): string =>
    `a language model (${model} at ${host}, weights unchanged) reading ${examplesOf(shown)} in its prompt`,
  inThisTab: (model: string): string => `${model} in this tab`,
  demonstrations: {
    none: 'No examples stand in the prompt.',
    random: 'The same examples, drawn at random for each fit, stand in every prompt.',
    bm25: 'Each prompt shows the examples nearest by words, the nearest last.',
    encoder: 'Each prompt shows the examples nearest by meaning, the nearest last.',
  } satisfies Record<DemonstrationRule, string>,
  methods: {
    scored: 'Answers: each label is scored by its likelihood; a beginning that prompts share is read once.',
    grammar:
      'Answers: written under a grammar that allows only labels, because labels could not be scored here: WebLLM lacks what it needs, or the check of its scores failed.',
    written:
      'Answers: written freely, then read as the task says; one that cannot be read counts as not right and is shown apart.',
  } satisfies Record<NonNullable<StudentAnswer['by']>, string>,
  otherModel: {
    label: (role: 'student' | 'teacher') =>
      role === 'student' ? 'Or go on with another student' : 'Or go on with another teacher',
    goOn: 'Go on with it',
    note: (role: 'student' | 'teacher') =>
      role === 'student'
        ? 'The log says from where on. An evaluation under way begins again, so that no iteration mixes two students; earlier iterations stay what they were.'
        : 'The log says from where on.',
  },
  shown: (count: number): string => `In its prompt: ${count === 1 ? '1 example' : `${n(count)} examples`}`,
  noneShown: 'No example stood in its prompt.',
  shownHint: 'In the order of the prompt: the last stood next to the question.',
  tooLong: 'Too long for what the model can read, so it was not asked.',
  noScores: 'No scores: the answer was written, not scored.',
  /** The word in remedies that becomes a link, and the sentence around it where a remedy has none. */
  models: 'Models',
  seeModels: { before: 'What this browser and its graphics card can do stands under ', after: '.' },
  /** For a student that reads examples in its prompt. */
  promptRule: (rule: string, folds: number): string =>
    rule === 'out-of-fold'
      ? `The seeds are split into ${n(folds)} parts, and each part is asked with examples from the rest and the new ones.`
      : 'Each seed is asked without itself among the examples: an example is never its own demonstration.',
} as const;

/** What teacher calls take. */
export const budgetCopy = {
  title: 'What the teacher takes',
  caption: 'Calls, tokens, money and time of the teacher: so far, left of the caps, and still to come',
  soFar: 'So far',
  left: 'Left of the cap',
  next: (iteration: string): string => `Still to come, ${iteration.toLowerCase()}`,
  most: 'at most',
  about: 'about',
  rows: {
    calls: 'Calls',
    prompt: 'Prompt tokens',
    reply: 'Reply tokens',
    together: 'Tokens together',
    money: 'Money',
    time: 'Time',
  },
  calls: (calls: number, failed: number): string =>
    failed === 0 ? n(calls) : `${n(calls)}, ${n(failed)} failed`,
  amount: (value: number, exact: boolean): string => (exact ? n(value) : `at least ${n(value)}`),
  money: (value: number, exact: boolean): string =>
    exact ? money.format(value) : `at least ${money.format(value)}`,
  notReported: 'not reported',
  none: '–',
  leftOf: (left: string, cap: string): string => `${left} of ${cap}`,
  round: (value: number): string => number.format(Math.round(value)),
  cost: (value: number): string => money.format(value),
  duration: (seconds: number): string => {
    if (seconds < 90) return `${n(Math.max(1, Math.round(seconds)))} s`;
    if (seconds < 90 * 60) return `${n(Math.round(seconds / 60))} min`;
    return `${money.format(seconds / 3600)} h`;
  },
  atLeast: (unknown: number): string =>
    unknown === 0
      ? 'At least: nobody says what failed calls took.'
      : `At least: ${unknown === 1 ? 'one reply' : `${n(unknown)} replies`} did not say what was taken.`,
  checks: (checks: number): string =>
    `${n(checks)} of the calls still to come would be second looks at labels.`,
  wrongUnknown: 'Not all seeds are asked yet: each of the others is taken for wrong.',
  how: 'At most: if every call is needed and every reply is as long as it may be. About: at what replies took so far; time as measured while this page is open.',
} as const;
