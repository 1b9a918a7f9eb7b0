/** Nearest neighbour by ROUGE-L among remembered texts. */
import type { Neighbour, NeighbourKind } from './port.ts';
import type { TokenIds } from './rouge-l.ts';
import { RougeQuery, Vocabulary } from './rouge-l.ts';

interface Entry {
  readonly id: string;
  kind: NeighbourKind;
  readonly tokens: TokenIds;
}

export class RougeIndex {
  readonly #vocabulary = new Vocabulary();
  #entries: Entry[] = [];

  add(id: string, kind: NeighbourKind, text: string): void {
    this.#entries.push({ id, kind, tokens: this.#vocabulary.encode(text) });
  }

  /** Forgets the entries of one kind. */
  drop(kind: NeighbourKind): void {
    this.#entries = this.#entries.filter((entry) => entry.kind !== kind);
  }

  /** The most similar remembered text; the earliest of several; undefined when none shares a token. */
  nearest(text: string): Neighbour | undefined {
    const tokens = this.#vocabulary.encode(text);
    const query = new RougeQuery(tokens, this.#vocabulary.size);
    let best: Entry | undefined;
    let bestScore = 0;
    for (const entry of this.#entries) {
      const { length } = entry.tokens;
      // Even if the shorter text were contained whole, it could not score more than this.
      if ((2 * Math.min(length, query.length)) / (length + query.length) <= bestScore) continue;
      const score = query.score(entry.tokens);
      if (score > bestScore) {
        bestScore = score;
        best = entry;
      }
    }
    return best && { kind: best.kind, id: best.id, score: Math.round(bestScore * 1e6) / 1e6 };
  }
}
