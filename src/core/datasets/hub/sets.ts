/** The sets of the Hub that are offered: where they are and what becomes of their splits. */
import type { Example } from '../../example.ts';
import { wholeSentences } from './sentences.ts';

export interface HubSet {
  readonly id: string;
  readonly title: string;
  /** What it is, for people; the loader adds the counts. */
  readonly about: string;
  readonly dataset: string;
  readonly config: string;
  readonly textColumn: string;
  readonly labelColumn: string;
  /** `maxRows` null: the whole split. */
  readonly seeds: { readonly split: string; readonly maxRows: number | null };
  readonly test: { readonly split: string; readonly maxRows: number | null };
  /** Which seed rows stay, where not all do. */
  readonly keep?: (rows: readonly Example[]) => Example[];
}

/** Rows of a training split that are fetched: 20 requests. Seeds are few, the rest would only be waited for. */
export const MAX_TRAIN_ROWS = 2000;

export const HUB_SETS = {
  'hub:sst2': {
    id: 'hub:sst2',
    title: 'SST-2 (Hugging Face Hub)',
    about:
      'Sentences from film reviews, positive or negative: Stanford Sentiment Treebank (Socher et al. 2013), as stanfordnlp/sst2. ' +
      'Its training split holds phrases; seeds are the rows that look like whole sentences (at least 7 words, a full stop, ' +
      'question or exclamation mark at the end, not starting like the rest of a sentence), so a few fragments remain. ' +
      'The test set is the validation split, because the labels of its test split are hidden (-1).',
    dataset: 'stanfordnlp/sst2',
    config: 'default',
    textColumn: 'sentence',
    labelColumn: 'label',
    seeds: { split: 'train', maxRows: MAX_TRAIN_ROWS },
    test: { split: 'validation', maxRows: null },
    keep: wholeSentences,
  },
  'hub:trec': {
    id: 'hub:trec',
    title: 'TREC question types (Hugging Face Hub)',
    about:
      'Questions sorted by what kind of thing answers them, six classes: Li and Roth 2002, as CogComp/trec (coarse labels). ' +
      'Seeds come from its train split, the test set is its test split.',
    dataset: 'CogComp/trec',
    config: 'default',
    textColumn: 'text',
    labelColumn: 'coarse_label',
    seeds: { split: 'train', maxRows: MAX_TRAIN_ROWS },
    test: { split: 'test', maxRows: null },
  },
} as const satisfies Record<string, HubSet>;

export type HubSetId = keyof typeof HUB_SETS;
export const HUB_SET_IDS = Object.keys(HUB_SETS) as HubSetId[];
