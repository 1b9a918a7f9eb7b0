/**
 * What is known of every task without loading it: its kind of answers, its labels where they are fixed, the paper's
 * seeds. The tasks themselves are in the registry, by the same ids.
 */
import type { SeedCount } from '../datasets/sample.ts';

export interface TaskFacts {
  readonly id: string;
  /** `labels`: one of a closed set; `choice`: a place in a list that each text brings; `number`; `own`: as configured. */
  readonly answers: 'labels' | 'choice' | 'number' | 'own';
  /** Fixed labels, in the order of the scores; null: those of the data. */
  readonly labels: readonly string[] | null;
  /** The data set of the Hub it is about, by its id here. */
  readonly hub: string | null;
  /** Whether a head over a text's vector can learn it: see `Task.forHeads`. */
  readonly forHeads: boolean;
  /** The smallest seed set of the paper for it; null where the paper has none. */
  readonly seeds: SeedCount | null;
}

const tenEach: SeedCount = { perClass: 10 };

export const TASKS: readonly TaskFacts[] = [
  {
    id: 'classification',
    answers: 'labels',
    labels: null,
    hub: null,
    forHeads: true,
    seeds: null,
  },
  {
    id: 'sst2',
    answers: 'labels',
    labels: ['negative', 'positive'],
    hub: 'hub:sst2',
    forHeads: true,
    seeds: tenEach,
  },
  {
    id: 'trec',
    answers: 'labels',
    labels: ['ABBR', 'ENTY', 'DESC', 'HUM', 'LOC', 'NUM'],
    hub: 'hub:trec',
    forHeads: true,
    seeds: tenEach,
  },
  // Its 50 labels stand in the task itself.
  { id: 'trec-fine', answers: 'labels', labels: null, hub: 'hub:trec-fine', forHeads: true, seeds: null },
  {
    id: 'snips',
    answers: 'labels',
    labels: [
      'AddToPlaylist',
      'BookRestaurant',
      'GetWeather',
      'PlayMusic',
      'RateBook',
      'SearchCreativeWork',
      'SearchScreeningEvent',
    ],
    hub: 'hub:snips',
    forHeads: true,
    seeds: tenEach,
  },
  {
    id: 'gsm8k',
    answers: 'number',
    labels: [],
    hub: 'hub:gsm8k',
    forHeads: false,
    seeds: { perClass: null, percent: 1 },
  },
  {
    id: 'casehold',
    answers: 'choice',
    labels: ['A', 'B', 'C', 'D', 'E'],
    hub: 'hub:casehold',
    forHeads: false,
    // 0.5 per cent of its 45,000 training questions; the Hub's set here is a sample of them.
    seeds: { perClass: null, count: 225 },
  },
  { id: 'custom', answers: 'own', labels: null, hub: null, forHeads: true, seeds: null },
];

/** The facts of a task; undefined for an id nobody knows. */
export function taskFacts(id: string): TaskFacts | undefined {
  return TASKS.find((task) => task.id === id);
}
