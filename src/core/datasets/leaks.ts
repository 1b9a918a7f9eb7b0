/**
 * Which seeds also stand in the test set, word for word or nearly so. What a data set is built from has no exact
 * copies left (overlap.ts); near ones stay, because leaving them out is a decision that a report has to show.
 */
import type { Example } from '../example.ts';
import { RougeIndex } from '../filters/rouge-index.ts';
import { sameTextKey } from './overlap.ts';

export interface SplitLeak {
  /** Id of the seed. */
  readonly seed: string;
  /** Id of the test example that is most like it. */
  readonly test: string;
  /** 1 for an exact copy, else ROUGE-L F in (threshold, 1]. */
  readonly score: number;
  /** `exact`: the same text but for letter case and white space. */
  readonly kind: 'exact' | 'near';
}

/**
 * The seeds that leak, each once, with the test example nearest to it; in the order of the seeds.
 *
 * ROUGE-L (Lin 2004) sees ASCII words only, so near copies are found in Latin script, exact ones in any. Texts are
 * compared as they are: multiple-choice texts that share their choices are alike for that reason too.
 * @param threshold F-measure in [0, 1] above which two texts are near copies; 0.95 in the reference code's filter
 */
export function splitLeaks(
  seeds: readonly Example[],
  test: readonly Example[],
  threshold: number,
): SplitLeak[] {
  const index = new RougeIndex();
  const exact = new Map<string, string>();
  for (const { id, text } of test) {
    index.add(id, 'test', text);
    const key = sameTextKey(text);
    if (!exact.has(key)) exact.set(key, id);
  }
  return seeds.flatMap(({ id, text }): SplitLeak[] => {
    const same = exact.get(sameTextKey(text));
    if (same !== undefined) return [{ seed: id, test: same, score: 1, kind: 'exact' }];
    const nearest = index.nearest(text);
    if (!nearest || nearest.score <= threshold) return [];
    return [{ seed: id, test: nearest.id, score: nearest.score, kind: 'near' }];
  });
}
