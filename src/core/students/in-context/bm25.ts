/** Nearest texts by BM25. */
import MiniSearch from 'minisearch';
import type { Ranking } from './ranking.ts';
import { byScore } from './ranking.ts';
import { wordsOf } from '../../words.ts';

/** k1 and b as Robertson and Zaragoza 2009 advise; d = 0 makes MiniSearch's BM25+ the plain BM25. */
const PARAMETERS = { k: 1.2, b: 0.75, d: 0 };

/**
 * Ranks texts by Okapi BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", 3.4),
 * with the idf of Lucene, which is never negative, and with different words as a text's length (MiniSearch
 * counts so). A text that shares no word with the question scores 0: it comes after all that do, in pool order.
 * Word statistics are those of all `texts`, also of one that must not be shown.
 */
export function bm25Ranking(texts: readonly string[]): Ranking {
  const index = new MiniSearch<{ id: number; text: string }>({
    fields: ['text'],
    tokenize: wordsOf,
    // The words are in lower case already.
    processTerm: (word) => word,
    searchOptions: { bm25: PARAMETERS },
  });
  index.addAll(texts.map((text, id) => ({ id, text })));
  return (question) => {
    const scores = new Array<number>(texts.length).fill(0);
    for (const { id, score, queryTerms } of index.search(question)) {
      // MiniSearch multiplies the sum by how many words matched, which BM25 does not.
      scores[id as number] = score / queryTerms.length;
    }
    return Promise.resolve(byScore(scores));
  };
}
