/** The sets of the Hub that are offered: where they are and what becomes of their splits. */
import type { Example } from '../../example.ts';
import { caseRows, classRows, mathRows, namedRows, type HubReader } from './readers.ts';
import { wholeSentences } from './sentences.ts';

/** Where a set can be read: a data set of the Hub and how its rows are read. */
export interface HubPlace {
  readonly dataset: string;
  readonly config: string;
  readonly reader: HubReader;
}

/** `maxRows` null: the whole split. Else a fixed random sample of its pages: see `fetchSplit`. */
interface HubSplit {
  readonly split: string;
  readonly maxRows: number | null;
}

export interface HubSet {
  readonly id: string;
  readonly title: string;
  /** What it is, by whom and when, for people; the loader adds the place and the counts. */
  readonly about: string;
  /** The task it is of; its labels, where they are fixed, come from there. */
  readonly task: string;
  /** In the order in which they are tried: a further one only where the Hub does not serve those before it. */
  readonly places: readonly HubPlace[];
  readonly seeds: HubSplit;
  readonly test: HubSplit;
  /** Which seed rows stay, where not all do. */
  readonly keep?: (rows: readonly Example[]) => Example[];
}

/** Rows of a training split that are fetched: 20 requests. Seeds are few, the rest would only be waited for. */
export const MAX_TRAIN_ROWS = 2000;
/** Test rows of the sets that only a language model can answer: every answer is written, in every iteration. */
const MAX_WRITTEN_TEST_ROWS = 500;

const TREC_ABOUT =
  'Li and Roth, "Learning Question Classifiers", COLING 2002 (licence not stated). ' +
  'Seeds come from the train split, the test set is the test split (the questions of TREC 10).';

/**
 * The Hub's own copy of TREC is made by a script, and its viewer stopped serving such sets in 2024; the second place
 * has the same rows in the same order as plain files.
 */
const trecPlaces = (column: string, name: string): readonly HubPlace[] => [
  { dataset: 'CogComp/trec', config: 'default', reader: classRows('text', column) },
  { dataset: 'SetFit/TREC-QC', config: 'default', reader: namedRows('text', name) },
];

export const HUB_SETS = {
  'hub:sst2': {
    id: 'hub:sst2',
    title: 'SST-2 (Hugging Face Hub)',
    about:
      'Sentences from film reviews, positive or negative: Stanford Sentiment Treebank (Socher et al. 2013), as stanfordnlp/sst2. ' +
      'Its training split holds phrases; seeds are the rows that look like whole sentences (at least 7 words, a full stop, ' +
      'question or exclamation mark at the end, not starting like the rest of a sentence), so a few fragments remain. ' +
      'The test set is the validation split, because the labels of its test split are hidden (-1).',
    task: 'sst2',
    places: [{ dataset: 'stanfordnlp/sst2', config: 'default', reader: classRows('sentence', 'label') }],
    seeds: { split: 'train', maxRows: MAX_TRAIN_ROWS },
    test: { split: 'validation', maxRows: null },
    keep: wholeSentences,
  },
  'hub:trec': {
    id: 'hub:trec',
    title: 'TREC question types (Hugging Face Hub)',
    about: `Questions sorted by what kind of thing answers them, six classes: ${TREC_ABOUT}`,
    task: 'trec',
    places: trecPlaces('coarse_label', 'label_coarse_original'),
    seeds: { split: 'train', maxRows: MAX_TRAIN_ROWS },
    test: { split: 'test', maxRows: null },
  },
  'hub:trec-fine': {
    id: 'hub:trec-fine',
    title: 'TREC fine question types (Hugging Face Hub)',
    about:
      `Questions sorted by what kind of thing answers them, 50 classes: ${TREC_ABOUT} ` +
      'Some classes have only a handful of questions, and some none in the test set.',
    task: 'trec-fine',
    places: trecPlaces('fine_label', 'label_original'),
    // A sample would leave rare classes empty.
    seeds: { split: 'train', maxRows: null },
    test: { split: 'test', maxRows: null },
  },
  'hub:snips': {
    id: 'hub:snips',
    title: 'SNIPS intents (Hugging Face Hub)',
    about:
      'Requests to a voice assistant, seven intents: Snips NLU benchmark of 2017 (Coucke et al. 2018, CC0). ' +
      'This copy has 13,084 training rows and 1,400 test rows, the validation and test parts of the usual ' +
      '13,084/700/700 split together.',
    task: 'snips',
    // DeepPavlov/snips has the same rows, but gives numbers whose names are in another configuration.
    places: [{ dataset: 'benayas/snips', config: 'default', reader: namedRows('text', 'category') }],
    seeds: { split: 'train', maxRows: MAX_TRAIN_ROWS },
    test: { split: 'test', maxRows: null },
  },
  'hub:gsm8k': {
    id: 'hub:gsm8k',
    title: 'GSM8K word problems (Hugging Face Hub)',
    about:
      'Word problems of primary school with worked answers: Cobbe et al., "Training Verifiers to Solve Math Word Problems", ' +
      '2021 (MIT). Notes for a calculator are taken out of the answers.',
    task: 'gsm8k',
    places: [{ dataset: 'openai/gsm8k', config: 'main', reader: mathRows }],
    // The whole of it: the paper's seeds are a percentage of it.
    seeds: { split: 'train', maxRows: null },
    test: { split: 'test', maxRows: MAX_WRITTEN_TEST_ROWS },
  },
  'hub:casehold': {
    id: 'hub:casehold',
    title: 'CaseHOLD holdings (Hugging Face Hub)',
    about:
      'Which of five holdings does a passage of a court decision cite? Zheng et al., "When Does Pretraining Help?", 2021, ' +
      'as LexGLUE has it (Chalkidis et al. 2022, CC BY 4.0). The holdings of every question are put in an order of its own.',
    task: 'casehold',
    places: [{ dataset: 'coastalcph/lex_glue', config: 'case_hold', reader: caseRows }],
    seeds: { split: 'train', maxRows: MAX_TRAIN_ROWS },
    test: { split: 'test', maxRows: MAX_WRITTEN_TEST_ROWS },
  },
} as const satisfies Record<string, HubSet>;

export type HubSetId = keyof typeof HUB_SETS;
export const HUB_SET_IDS = Object.keys(HUB_SETS) as HubSetId[];
