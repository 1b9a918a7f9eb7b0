/**
 * Which seeds also stand in the test set, word for word or nearly so. What a data set is built from has no exact
 * copies left (overlap.ts); near ones stay, because leaving them out is a decision that a report has to show.
 */
import type { Example } from '../example.ts';
import { RougeQuery, Vocabulary } from '../filters/rouge-l.ts';
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
  const near = nearTo(test, threshold);
  const exact = new Map<string, string>();
  for (const { id, text } of test) {
    const key = sameTextKey(text);
    if (!exact.has(key)) exact.set(key, id);
  }
  return seeds.flatMap(({ id, text }): SplitLeak[] => {
    const same = exact.get(sameTextKey(text));
    if (same !== undefined) return [{ seed: id, test: same, score: 1, kind: 'exact' }];
    const found = near(text);
    return found ? [{ seed: id, ...found, kind: 'near' }] : [];
  });
}

/** Scores are given to six places. */
const ROUNDING = 1e-6;

/**
 * Finds the test example most like a text, if its score is above the threshold; the earliest of several.
 *
 * Few are compared, as whole data sets have hundreds of millions of pairs (prefix filtering, Chaudhuri et al. 2006,
 * ICDE): a score above t takes more than t m / (2 - t) common tokens of the text's m, so that any set of more than all
 * the others holds one of them. The rarest tokens stand in few test examples.
 */
function nearTo(
  test: readonly Example[],
  threshold: number,
): (text: string) => Pick<SplitLeak, 'test' | 'score'> | null {
  const vocabulary = new Vocabulary();
  const entries = test.map(({ id, text }) => ({ id, tokens: vocabulary.encode(text) }));
  const holders = new Map<number, number[]>();
  entries.forEach(({ tokens }, at) => {
    for (const token of new Set(tokens)) {
      const known = holders.get(token);
      if (known) known.push(at);
      else holders.set(token, [at]);
    }
  });
  const least = Math.max(0, threshold - ROUNDING);
  return (text) => {
    const tokens = vocabulary.encode(text);
    const common = Math.floor((least * tokens.length) / (2 - least) + ROUNDING);
    const rarest = Array.from(tokens, (token) => holders.get(token) ?? [])
      .sort((a, b) => a.length - b.length)
      .slice(0, Math.max(1, tokens.length - common + 1));
    const places = [...new Set(rarest.flat())].sort((a, b) => a - b);
    if (places.length === 0) return null;
    const query = new RougeQuery(tokens, vocabulary.size);
    let best: { test: string; score: number } | null = null;
    for (const at of places) {
      const entry = entries[at];
      if (!entry) continue;
      const { length } = entry.tokens;
      // Even if the shorter text were contained whole, it could not score more than this.
      const most = (2 * Math.min(length, tokens.length)) / (length + tokens.length);
      if (most <= Math.max(least, best?.score ?? 0)) continue;
      const score = query.score(entry.tokens);
      if (score > (best?.score ?? 0)) best = { test: entry.id, score };
    }
    const score = Math.round((best?.score ?? 0) * 1e6) / 1e6;
    return best && score > threshold ? { test: best.test, score } : null;
  };
}
